using BenchmarkDotNet.Attributes;
using Waggle.Bpf.Types;

namespace Waggle.Benchmarks.Micro;

/// <summary>Reading the running kernel's types.</summary>
[MemoryDiagnoser]
public class BtfBenchmarks
{
    private readonly byte[] _bytes = File.ReadAllBytes("/sys/kernel/btf/vmlinux");

    [Benchmark(Baseline = true)]
    public Btf Index() => Btf.Read(_bytes);

    [Benchmark]
    public int IndexAndFindOneType() => Btf.Read(_bytes).TryFind("task_struct", out int id, out BtfComposite? _) ? id : throw new InvalidOperationException();
}
