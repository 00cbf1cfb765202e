using System.Diagnostics;
using System.Runtime.CompilerServices;
using Waggle.Bpf.Objects;

namespace UnitTest;

/// <summary>The program, compiled. Where a build makes firewall.bpf.o anyway, <c>BpfObject.Read("firewall.bpf.o")</c> does.</summary>
internal static class FirewallObject
{
    private static readonly string[] s_compilers = ["clang-19", "clang"];

    public static BpfObject Read([CallerFilePath] string thisFile = "")
    {
        string? clang = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => s_compilers.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        if (clang is null) Assert.Skip("clang is not installed.");
        if (!File.Exists("/usr/include/bpf/bpf_helpers.h")) Assert.Skip("libbpf's headers are not installed.");

        string output = Path.GetTempFileName();
        try
        {
            string source = Path.Combine(Path.GetDirectoryName(thisFile)!, "firewall.bpf.c");
            using var compiler = Process.Start(new ProcessStartInfo(clang,
                ["-g", "-O2", "-target", "bpf", "-I", $"/usr/include/{Machine}-linux-gnu", "-c", source, "-o", output]) { RedirectStandardError = true })!;
            string errors = compiler.StandardError.ReadToEnd();
            compiler.WaitForExit();
            Assert.True(compiler.ExitCode == 0, errors);
            return BpfObject.Read(output);
        }
        finally
        {
            File.Delete(output);
        }
    }

    private static string Machine =>
        System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "aarch64" : "x86_64";
}
