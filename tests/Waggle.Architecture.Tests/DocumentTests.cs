using System.Text.RegularExpressions;

namespace Waggle.Architecture.Tests;

/// <summary>What the pages say is what the repository has.</summary>
public partial class DocumentTests
{
    [Theory]
    [InlineData("samples/ExecWatch/ExecWatch.cs")]
    [InlineData("samples/ExecWatch/Program.cs")]
    public void Readme_Snippet_IsTheSampleThatTheBuildCompiles(string sample)
    {
        Assert.Contains(Repository.Read(sample).Trim(), Repository.Read("README.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void SupportMatrix_NamedTests_Exist()
    {
        string[] named = [.. TestClass().Matches(Repository.Read("docs/support-matrix.md")).Select(m => m.Groups[1].Value).Distinct()];

        string[] existing = [.. Directory.GetFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension)!];

        Assert.NotEmpty(named);
        Assert.Empty(named.Except(existing));
    }

    [Fact]
    public void Pages_Links_LeadSomewhere()
    {
        string[] pages = ["README.md", "CONTRIBUTING.md", .. Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md").Select(p => Path.GetRelativePath(Repository.Root, p))];

        string[] dead = [.. pages.SelectMany(page => RelativeLink().Matches(Repository.Read(page))
            .Select(m => m.Groups[1].Value)
            .Where(link => !Path.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, link)))
            .Select(link => $"{page}: {link}"))];

        Assert.Empty(dead);
    }

    [GeneratedRegex(@"`(\w+Tests)`")]
    private static partial Regex TestClass();

    [GeneratedRegex(@"\]\((?!https?:|#)([^)#]+)")]
    private static partial Regex RelativeLink();
}
