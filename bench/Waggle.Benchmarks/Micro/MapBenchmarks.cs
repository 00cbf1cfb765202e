using BenchmarkDotNet.Attributes;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Linux;

namespace Waggle.Benchmarks.Micro;

/// <summary>Map operations by system call. Needs root.</summary>
[MemoryDiagnoser]
public class MapBenchmarks
{
    private const uint Entries = 10_000;
    private LoadedObject _loaded = null!;
    private BpfMap<uint, ulong> _map = null!;

    [GlobalSetup]
    public void Create()
    {
        _loaded = KernelEngine.Create().Load(new BpfObject
        {
            Maps = [new MapSpec("bench", MapType.Hash) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = Entries }],
        });
        _map = _loaded.Map<uint, ulong>("bench");
        for (uint key = 0; key < Entries; key++) _map.Set(key, key);
    }

    [GlobalCleanup]
    public void Free() => _loaded.Dispose();

    [Benchmark(Baseline = true)]
    public bool Lookup() => _map.TryGet(4711, out _);

    [Benchmark]
    public void Update() => _map.Set(4711, 1);
}
