using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Waggle.Cli.Tests;

/// <summary>The command as users run it: a process of its own.</summary>
internal static class CommandLine
{
    private static readonly string s_assembly = Path.Combine(AppContext.BaseDirectory, "waggle.dll");

    public sealed record Result(int ExitCode, string Output, string Error)
    {
        public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        public string[] OutputLines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public static Result Run(params string[] arguments) => Run(input: "", arguments);

    public static Result Run(string input, string[] arguments)
    {
        using Process process = Start("dotnet", [s_assembly, .. arguments]);
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        return Finish(process);
    }

    /// <summary>Makes an object file of one program, which is called prog.</summary>
    public static string Assemble(string folder, string section, string text)
    {
        string source = Path.Combine(folder, "prog.s"), target = Path.Combine(folder, "prog.o");
        File.WriteAllText(source, text);
        Assert.Equal(0, Run("asm", source, "-o", target, "-s", section).ExitCode);
        return target;
    }

    /// <summary>In a process that can't compile at run time, as under NativeAOT: .NET throws where it is asked to.</summary>
    public static Result RunWithoutCompiler(params string[] arguments)
    {
        JsonNode settings = JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(s_assembly, ".runtimeconfig.json")))!;
        JsonNode options = settings["runtimeOptions"]!;
        options["configProperties"] ??= new JsonObject();
        options["configProperties"]!["System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported"] = false;
        string file = Path.Combine(Path.GetTempPath(), $"waggle-{Guid.NewGuid():N}.runtimeconfig.json");
        try
        {
            File.WriteAllText(file, settings.ToJsonString());
            using Process process = Start("dotnet", ["exec", "--runtimeconfig", file, s_assembly, .. arguments]);
            process.StandardInput.Close();
            return Finish(process);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>As a user without privileges: the command drops them if the test has them.</summary>
    public static Result RunUnprivileged(params string[] arguments)
    {
        if (!Environment.IsPrivilegedProcess) return Run(arguments);
        if (!File.Exists("/usr/bin/setpriv")) Assert.Skip("setpriv is not installed");
        using Process process = Start(
            "/usr/bin/setpriv",
            ["--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all", "dotnet", s_assembly, .. arguments]);
        process.StandardInput.Close();
        return Finish(process);
    }

    private static Process Start(string file, string[] arguments) => Process.Start(new ProcessStartInfo(file, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment = { ["HOME"] = "/", ["DOTNET_EnableDiagnostics"] = "0" },
    })!;

    private static Result Finish(Process process)
    {
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Result(process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
