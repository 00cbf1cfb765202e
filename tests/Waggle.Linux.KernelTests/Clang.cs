using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Waggle.Linux.KernelTests;

/// <summary>clang, whose objects the engine must load as libbpf does; a test without it is skipped.</summary>
internal static class Clang
{
    /// <summary>Compiles a file of tests/data/c.</summary>
    public static byte[] Compile(string fileName, [CallerFilePath] string thisFile = "")
    {
        string? clang = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => new[] { "clang-19", "clang" }.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        if (clang is null) Assert.Skip("clang is not installed");
        if (!File.Exists("/usr/include/bpf/bpf_helpers.h")) Assert.Skip("libbpf's headers are not installed");

        string source = Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "data", "c", fileName);
        string output = Path.GetTempFileName();
        try
        {
            using var process = Process.Start(new ProcessStartInfo(clang,
                ["-target", "bpf", "-mcpu=v3", "-O2", "-g", "-I", $"/usr/include/{Machine}-linux-gnu", "-c", source, "-o", output])
            { RedirectStandardError = true })!;
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, errors);
            return File.ReadAllBytes(output);
        }
        finally
        {
            File.Delete(output);
        }
    }

    private static string Machine => System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.Arm64 => "aarch64",
        _ => "x86_64",
    };
}
