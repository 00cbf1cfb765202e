using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace Waggle.Build.Tests;

/// <summary>A project on disk that has the build step, in a folder with a space in its name. Disposing it removes the folder.</summary>
internal sealed class TemporaryProject : IDisposable
{
    private readonly XElement _properties = new("PropertyGroup",
        new XElement("TargetFramework", "net10.0"), new XElement("OutputType", "Library"), new XElement("Nullable", "enable"),
        new XElement("ImplicitUsings", "enable"), new XElement("AssemblyName", "Sample"),
        new XElement("WaggleBuildTool", Path.Combine(AppContext.BaseDirectory, "Waggle.Build.dll")));

    public TemporaryProject() => Write(
        new XElement("Project", new XAttribute("Sdk", "Microsoft.NET.Sdk"),
            new XElement("Import", new XAttribute("Project", Path.Combine(StepFolder(), "Waggle.Build.props"))),
            _properties,
            new XElement("ItemGroup", Reference("Waggle.CSharp"), Reference("Waggle.Bpf")),
            new XElement("Import", new XAttribute("Project", Path.Combine(StepFolder(), "Waggle.Build.targets")))).ToString(), "Sample.csproj");

    public string Folder { get; } = Directory.CreateTempSubdirectory("waggle build ").FullName;

    public string Assembly => Path.Combine(Folder, "bin/Release/net10.0/Sample.dll");

    public string Objects => Path.Combine(Folder, "obj/Release/net10.0/waggle/objects");

    public void Write(string text, string file = "Program.cs") => File.WriteAllText(Path.Combine(Folder, file), text);

    /// <summary>Runs a command of the SDK on the project.</summary>
    /// <returns>Its exit code and all that it wrote.</returns>
    public (int ExitCode, string Output) Dotnet(string command, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [command, "Sample.csproj", "-c", "Release", "-nologo", "-v", "quiet", "-clp:NoSummary", .. arguments])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // No servers that stay behind and keep the folder.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd() + errors.Result;
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    public void Build(params string[] arguments)
    {
        (int code, string output) = Dotnet("build", arguments);
        Assert.True(code == 0, output);
    }

    /// <summary>The objects that the assembly carries, by name of the resource.</summary>
    public Dictionary<string, byte[]> Embedded()
    {
        Assembly assembly = System.Reflection.Assembly.Load(File.ReadAllBytes(Assembly));
        return assembly.GetManifestResourceNames().ToDictionary(name => name, name =>
        {
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        });
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static XElement Reference(string assembly) => new("Reference", new XAttribute("Include", Path.Combine(AppContext.BaseDirectory, assembly + ".dll")));

    private static string StepFolder([CallerFilePath] string self = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(self)!, "../../src/Waggle.Build/build"));
}
