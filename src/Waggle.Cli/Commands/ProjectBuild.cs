using System.ComponentModel;
using System.Diagnostics;
using Waggle.Cli.Lifetime;

namespace Waggle.Cli.Commands;

/// <summary>Builds a project with the SDK that is on the PATH.</summary>
internal static class ProjectBuild
{
    /// <summary>Builds it as a release.</summary>
    /// <param name="project">The project file.</param>
    /// <param name="error">Where the build's own messages go if it fails.</param>
    /// <returns>The assembly; null if the build failed.</returns>
    /// <exception cref="InputException">There is no such project, or no .NET SDK.</exception>
    public static string? Run(string project, TextWriter error)
    {
        if (!File.Exists(project)) throw new InputException($"{project} is not there.");
        (int code, string messages) = Dotnet("build", project, "-c", "Release", "-nologo", "-v", "quiet", "-clp:NoSummary");
        if (code != 0)
        {
            error.Write(messages);
            return null;
        }

        (code, string assembly) = Dotnet("msbuild", project, "-p:Configuration=Release", "-getProperty:TargetPath");
        return code == 0 && assembly.Trim() is { Length: > 0 } path ? path : throw new InputException($"{project} names no assembly: {assembly.Trim()}");
    }

    private static (int ExitCode, string Output) Dotnet(params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output);
        }
        catch (Win32Exception)
        {
            throw new InputException("A project is built with the .NET SDK, and 'dotnet' is not on the PATH. Build it elsewhere and name the assembly.");
        }
    }
}
