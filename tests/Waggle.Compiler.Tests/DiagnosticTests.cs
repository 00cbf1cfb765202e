using System.Reflection;
using System.Text.RegularExpressions;
using Waggle.Compiler.Tests.Programs;

namespace Waggle.Compiler.Tests;

/// <summary>Each rule is reported at the line that breaks it, and all of them at once.</summary>
public partial class DiagnosticTests
{
    public static TheoryData<string> BrokenClasses => [.. typeof(Broken).GetNestedTypes().Select(t => t.Name)];

    [Theory, MemberData(nameof(BrokenClasses))]
    public void Compile_BrokenClass_ReportsEachMarkedLine(string name)
    {
        Type type = typeof(Broken).GetNestedType(name)!;

        var error = Assert.Throws<CompilationException>(() => BpfCompiler.Compile(type));

        Assert.Equal(Marked(name), error.Diagnostics.Select(d => (d.Id, d.Line)).Distinct().Order());
        Assert.All(error.Diagnostics, d => Assert.Equal(Broken.SourceFile, d.File));
        Assert.All(error.Diagnostics, d => Assert.True(d.Column > 0));
    }

    [Fact]
    public void Compile_TwoProgramsOfOneName_NamesBoth()
    {
        var error = Assert.Throws<CompilationException>(() => BpfCompiler.Compile(typeof(Twins.First), typeof(Twins.Second)));

        Diagnostic diagnostic = Assert.Single(error.Diagnostics);
        Assert.Equal("WAG0026", diagnostic.Id);
        Assert.Contains("First.OnEnter and Second.OnEnter", diagnostic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(InstructionSetLevel.V2, "WAG0033")]
    [InlineData(InstructionSetLevel.V3, null)]
    public void Compile_ExchangeForALevel_IsRefusedBelowTheThird(InstructionSetLevel level, string? rule)
    {
        Exception? error = Record.Exception(() => BpfCompiler.Compile(new CompilerOptions { Level = level }, typeof(Twins.Exchange)));

        Assert.Equal(rule, (error as CompilationException)?.Diagnostics.Single().Id);
    }

    [Fact]
    public void Compile_ClassWithoutPrograms_SaysSo()
    {
        var error = Assert.Throws<CompilationException>(() => BpfCompiler.Compile(typeof(Twins.Empty)));

        Assert.Equal("WAG0023", Assert.Single(error.Diagnostics).Id);
    }

    [Fact]
    public void Message_OfAnAllocation_SaysWhatToWriteInstead()
    {
        var error = Assert.Throws<CompilationException>(() => BpfCompiler.Compile(typeof(Broken.NewArray)));

        Assert.Equal(
            "A BPF program can't allocate: 'new UInt64[]' makes an array. Use a struct with [InlineArray(n)], or an ArrayMap.",
            error.Diagnostics[0].Message);
        Assert.Contains($"Broken.cs({error.Diagnostics[0].Line},13): error WAG0002: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Message_OfAGap_NamesThePlace()
    {
        var error = Assert.Throws<CompilationException>(() => BpfCompiler.Compile(typeof(Broken.Padded)));

        Assert.Contains("4 unnamed byte(s) after field Narrow (at offset 4)", error.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_OfTheTable_HaveIdsOfTheirOwn()
    {
        string[] ids = [.. typeof(Diagnostics.Rules).GetFields(BindingFlags.Static | BindingFlags.NonPublic)
            .Select(f => ((Diagnostics.Rule)f.GetValue(null)!).Id)];

        Assert.Equal(ids.Distinct(), ids);
        Assert.All(ids, id => Assert.Matches("^WAG[0-9]{4}$", id));
    }

    [Fact]
    public void Page_OfTheDiagnostics_HasEachRuleWithItsText()
    {
        string page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Broken.SourceFile)!, "../../../docs/diagnostics.md"));

        string[] described = [.. Described().Matches(page).Select(m => $"{m.Groups[1].Value}: {m.Groups[2].Value}")];

        IEnumerable<string> rules = typeof(Diagnostics.Rules).GetFields(BindingFlags.Static | BindingFlags.NonPublic)
            .Select(f => (Diagnostics.Rule)f.GetValue(null)!).OrderBy(r => r.Id, StringComparer.Ordinal).Select(r => $"{r.Id}: {r.Format}");
        Assert.Equal(rules, described);
    }

    [GeneratedRegex(@"^## (WAG[0-9]{4}): .+\n\n> (.+)$", RegexOptions.Multiline)]
    private static partial Regex Described();

    private static IEnumerable<(string Id, int Line)> Marked(string name)
    {
        string[] lines = File.ReadAllLines(Broken.SourceFile);
        int start = Array.FindIndex(lines, l => l.EndsWith($"public static class {name}", StringComparison.Ordinal));
        int end = Array.FindIndex(lines, start + 1, l => l.StartsWith("    public static class ", StringComparison.Ordinal));
        if (end < 0) end = lines.Length;
        var marks = new List<(string, int)>();
        for (int i = start; i < end; i++)
        {
            foreach (Match match in Mark().Matches(lines[i])) marks.Add((match.Value, i + 1));
        }

        return marks.Order();
    }

    [GeneratedRegex("(?<=//.*)WAG[0-9]{4}")]
    private static partial Regex Mark();
}
