using System.Collections.Immutable;
using System.Diagnostics;
using Waggle.Bpf.Objects;

namespace Waggle.Benchmarks.Vm;

/// <summary>Compiles and reads the programs of bench/programs.</summary>
internal static class BenchmarkPrograms
{
    private const string PacketMark = "// packet: ", PlainPacket = "random64";

    /// <summary>Compiles what is not up to date, and reads all.</summary>
    /// <param name="cpu">clang's -mcpu, such as v3.</param>
    /// <param name="wanted">Part of the names of those to read; null for all.</param>
    public static ImmutableArray<BenchmarkProgram> Read(string cpu, string? wanted = null)
    {
        string root = Repository.Root, sources = Path.Combine(root, "bench", "programs");
        using (Process build = Process.Start("bash", [Path.Combine(sources, "build"), cpu]))
        {
            build.WaitForExit();
            if (build.ExitCode != 0) throw new InvalidOperationException("bench/programs/build failed.");
        }

        return [.. from source in Directory.GetFiles(sources, "*.bpf.c").Order(StringComparer.Ordinal)
                   let name = Path.GetFileName(source)[..^".bpf.c".Length]
                   where wanted is null || name == BenchmarkProgram.Empty || name.Contains(wanted, StringComparison.Ordinal)
                   let head = File.ReadLines(source).Take(2).ToArray()
                   let packet = head[1].StartsWith(PacketMark, StringComparison.Ordinal) ? head[1][PacketMark.Length..] : PlainPacket
                   select new BenchmarkProgram(
                       name, head[0]["// ".Length..], BpfObject.Read(Path.Combine(root, "artifacts", "bench", cpu, name + ".o")), BenchmarkPackets.Make(packet))];
    }
}
