using Waggle.Cli.Commands;

namespace Waggle.Cli.Tests;

/// <summary>A project as a user has it, outside of this repository, with one source file.</summary>
internal sealed class ProgramProject : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("waggle-build-").FullName;

    public ProgramProject(string source)
    {
        Source = Path.Combine(_folder, "Watch.cs");
        File.WriteAllText(Source, source);
        string references = string.Concat(new[] { "Waggle.CSharp", "Waggle.Bpf" }.Select(
            name => $"<Reference Include=\"{name}\" HintPath=\"{Path.Combine(AppContext.BaseDirectory, name)}.dll\" />"));
        Project = Path.Combine(_folder, "Watch.csproj");
        File.WriteAllText(Project, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable></PropertyGroup>
              <ItemGroup>{references}</ItemGroup>
            </Project>
            """);
    }

    public string Source { get; }

    public string Project { get; }

    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <returns>The assembly; null if the build failed.</returns>
    public string? Build(TextWriter error) => ProjectBuild.Run(Project, error);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
