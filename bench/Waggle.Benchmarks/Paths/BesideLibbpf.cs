using System.Diagnostics;
using Waggle.Benchmarks.Peers;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Linux;

namespace Waggle.Benchmarks.Paths;

/// <summary>Maps, loading and the kernel's types: the same work by Waggle and by libbpf, in one process.</summary>
internal static class BesideLibbpf
{
    private const uint Keys = 10_000;
    private const uint Operations = 2_000; // about a millisecond: a longer round is hardly ever left alone on a busy machine
    private const int Rounds = 200;
    private const int ShortRounds = 1_000;

    /// <summary>Compares everything, or one thing: "load", "maps" or "types".</summary>
    internal static int Run(string? what)
    {
        Console.WriteLine($"libbpf {LibbpfPeer.Version}; the fastest of the rounds of each, in turns");
        SystemCalls.PinToCpu(1);
        if (what is null or "load") CompareLoading("load of one program", "syscall_counter.bpf.c", ShortRounds); // first: its first round then tells what a load takes in a fresh process
        if (what is null or "maps") CompareMaps();
        if (what is null or "types") CompareKernelTypes();
        return what is null or "load" or "maps" or "types" ? 0 : 2;
    }

    private static void CompareMaps()
    {
        using LoadedObject loaded = KernelEngine.Create().Load(new BpfObject
        {
            Maps = [new MapSpec("bench", MapType.Hash) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = Keys }],
        });
        BpfMap<uint, ulong> map = loaded.Map<uint, ulong>("bench");
        int peer = LibbpfPeer.OpenMap(loaded.Maps["bench"].Id);
        try
        {
            for (uint key = 0; key < Keys; key++) map.Set(key, key);
            Measured("map lookup", () => Lookup(map), () => LibbpfPeer.Lookup(peer, Operations, Keys), Operations);
            Measured("map update", () => Update(map), () => LibbpfPeer.Update(peer, Operations, Keys), Operations);
            Measured("map batch read, an element", () => Batch(map), () => LibbpfPeer.Batch(peer, Keys, 1024), Keys);
        }
        finally
        {
            LibbpfPeer.CloseMap(peer);
        }
    }

    private static void Measured(string name, Func<double> ours, Func<double> theirs, uint operations)
    {
        InTurns.Compare(name, "ns", ShortRounds, () => ours() / operations, () => theirs() / operations);
        long before = GC.GetAllocatedBytesForCurrentThread();
        _ = ours();
        Console.WriteLine($"{"",-28} {(GC.GetAllocatedBytesForCurrentThread() - before) / (double)operations:0.###} bytes allocated each");
    }

    private static double Lookup(BpfMap<uint, ulong> map)
    {
        long start = Stopwatch.GetTimestamp();
        for (uint i = 0; i < Operations; i++)
        {
            if (!map.TryGet(i % Keys, out _)) throw new InvalidOperationException("A key is missing.");
        }
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }

    private static double Update(BpfMap<uint, ulong> map)
    {
        long start = Stopwatch.GetTimestamp();
        for (uint i = 0; i < Operations; i++) map.Set(i % Keys, i);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }

    private static double Batch(BpfMap<uint, ulong> map)
    {
        uint count = 0;
        long start = Stopwatch.GetTimestamp();
        foreach (KeyValuePair<uint, ulong> element in map) count++;
        double elapsed = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        return count == Keys ? elapsed : throw new InvalidOperationException($"{count} of {Keys} elements were read.");
    }

    private static void CompareLoading(string name, string source, int rounds)
    {
        KernelEngine engine = KernelEngine.Create();
        string path = ClangProgram.CompileToFile(source);
        try
        {
            InTurns.Compare(name, "µs", rounds, () => Load(engine, path) / 1000, () => LibbpfPeer.Load(path) / 1000);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static double Load(KernelEngine engine, string path)
    {
        long start = Stopwatch.GetTimestamp();
        using (engine.Load(BpfObject.Read(path))) { }
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }

    private static void CompareKernelTypes()
    {
        // The library keeps the kernel's types for the process: only the first load pays for them. libbpf reads them for each object.
        CompareLoading("load that asks kernel types", "switch_counter.bpf.c", Rounds);
        InTurns.Compare("kernel types, read and find", "µs", Rounds / 4, () => ReadKernelTypes() / 1000, () => LibbpfPeer.ReadKernelTypes("task_struct") / 1000);
    }

    private static double ReadKernelTypes()
    {
        long start = Stopwatch.GetTimestamp();
        if (!Btf.Read(File.ReadAllBytes("/sys/kernel/btf/vmlinux")).TryFind("task_struct", out _, out BtfComposite? _))
            throw new InvalidOperationException("The kernel has no task_struct.");
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }
}
