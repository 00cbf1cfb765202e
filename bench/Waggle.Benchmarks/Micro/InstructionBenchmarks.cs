using BenchmarkDotNet.Attributes;
using Waggle.Benchmarks.Programs;
using Waggle.Bpf.Instructions;
using Waggle.Compiler;

namespace Waggle.Benchmarks.Micro;

/// <summary>Decoding and printing the instructions of a real program.</summary>
[MemoryDiagnoser]
public class InstructionBenchmarks
{
    private byte[] _code = [];
    private Instruction[] _instructions = [];

    [GlobalSetup]
    public void Compile()
    {
        _instructions = [.. BpfCompiler.Compile(typeof(RingFlood)).Programs[0].Instructions];
        _code = InstructionEncoder.Encode(_instructions);
    }

    [Benchmark(Baseline = true)]
    public Instruction[] Decode() => InstructionDecoder.Decode(_code);

    [Benchmark]
    public byte[] Encode() => InstructionEncoder.Encode(_instructions);
}
