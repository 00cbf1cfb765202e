using BenchmarkDotNet.Attributes;
using Waggle.Benchmarks.Programs;
using Waggle.Bpf.Objects;
using Waggle.Compiler;

namespace Waggle.Benchmarks.Micro;

/// <summary>Compiling C# to BPF, warm.</summary>
[MemoryDiagnoser]
public class CompilerBenchmarks
{
    [Benchmark(Baseline = true)]
    public BpfObject Counter() => BpfCompiler.Compile(typeof(SyscallCounter));

    [Benchmark]
    public BpfObject RingBuffer() => BpfCompiler.Compile(typeof(RingFlood));
}
