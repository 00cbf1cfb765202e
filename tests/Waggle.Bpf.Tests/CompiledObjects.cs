using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Waggle.Bpf.Tests;

/// <summary>The programs of tests/data/c as clang compiles them here and now.</summary>
internal static class CompiledObjects
{
    private const string Compiler = "clang-19";

    private static readonly ConcurrentDictionary<(string Name, string Target), Lazy<byte[]>> s_compiled = [];

    /// <param name="name">Name of a file, without .bpf.c.</param>
    /// <param name="target">bpf for little endian, bpfeb for big endian.</param>
    public static byte[] Read(string name, string target = "bpf")
    {
        Tools.SkipWithout(Compiler);
        if (!File.Exists("/usr/include/bpf/bpf_helpers.h"))
            Assert.Skip("libbpf-dev is not installed (no bpf/bpf_helpers.h)");
        return s_compiled.GetOrAdd((name, target), key => new(() => Compile(key.Name, key.Target))).Value;
    }

    private static byte[] Compile(string name, string target)
    {
        // The kernel's headers have a folder for each machine that only its own compiler looks into.
        string machine = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "aarch64" : "x86_64";
        string source = Path.Combine(AppContext.BaseDirectory, "data", "c", $"{name}.bpf.c");
        string output = Path.GetTempFileName();
        try
        {
            Tools.Run(Compiler, "-g", "-O2", "-target", target, "-mcpu=v3", "-idirafter", $"/usr/include/{machine}-linux-gnu", "-c", source, "-o", output);
            return File.ReadAllBytes(output);
        }
        finally
        {
            File.Delete(output);
        }
    }
}
