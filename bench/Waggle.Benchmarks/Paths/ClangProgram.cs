using System.Diagnostics;
using Waggle.Bpf.Objects;

namespace Waggle.Benchmarks.Paths;

/// <summary>A program in C, compiled by clang as its users do.</summary>
internal static class ClangProgram
{
    internal static BpfObject Compile(string sourceName)
    {
        string output = CompileToFile(sourceName);
        try
        {
            return BpfObject.Read(output);
        }
        finally
        {
            File.Delete(output);
        }
    }

    /// <summary>Compiles into a file that the caller deletes.</summary>
    internal static string CompileToFile(string sourceName)
    {
        string source = Path.Combine(AppContext.BaseDirectory, "Programs", sourceName);
        string output = Path.Combine(Path.GetTempPath(), $"waggle-bench-{Environment.ProcessId}.o");
        string clang = new[] { "/usr/bin/clang-19", "/usr/bin/clang" }.FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException("The comparison needs clang: install clang-19.");
        using Process compiler = Process.Start(clang,
            ["-O2", "-g", "-target", "bpf", "-mcpu=v3", $"-I/usr/include/{MultiarchTriplet}", "-c", source, "-o", output]);
        compiler.WaitForExit();
        return compiler.ExitCode == 0 ? output : throw new InvalidOperationException($"{clang} failed on {source}.");
    }

    private static string MultiarchTriplet =>
        System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64
            ? "aarch64-linux-gnu"
            : "x86_64-linux-gnu";
}
