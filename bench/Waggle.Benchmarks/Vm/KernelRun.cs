using System.Diagnostics;
using Waggle.Bpf.Engines;
using Waggle.Linux;
using Waggle.Linux.Programs;

namespace Waggle.Benchmarks.Vm;

/// <summary>A program in the kernel, compiled by its JIT and run by <c>BPF_PROG_TEST_RUN</c>, which takes the time itself.</summary>
internal sealed class KernelRun : IProgramRunner
{
    private readonly byte[] _packet, _left;
    private readonly LoadedObject _loaded;
    private readonly KernelProgram _program;

    private KernelRun(LoadedObject loaded, BenchmarkProgram program, double compileMilliseconds)
    {
        (_loaded, _program, CompileMilliseconds) = (loaded, loaded.Programs[program.Name], compileMilliseconds);
        (_packet, _left) = (program.Packet, new byte[program.Packet.Length + 256]);
    }

    public string Engine => "kernel";

    /// <remarks>With the kernel's verifier, which is most of it.</remarks>
    public double CompileMilliseconds { get; }

    public static KernelRun Load(KernelEngine engine, BenchmarkProgram program)
    {
        long started = Stopwatch.GetTimestamp();
        LoadedObject loaded = engine.Load(program.Object);
        return new(loaded, program, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    public RunOutcome RunOnce()
    {
        ProgramRunResult result = _program.Run(new ProgramRun { Packet = _packet, PacketOut = _left, Repeat = 1 });
        return new(result.ReturnValue, _left[..result.PacketLength]);
    }

    public double RunRound(int repeat) =>
        _program.Run(new ProgramRun { Packet = _packet, PacketOut = _left, Repeat = repeat }).AverageNanoseconds;

    /// <summary>What many runs of one packet gave: as one run did, or the program may not be measured so.</summary>
    public RunOutcome RunOften(int repeat)
    {
        ProgramRunResult result = _program.Run(new ProgramRun { Packet = _packet, PacketOut = _left, Repeat = repeat });
        return new(result.ReturnValue, _left[..result.PacketLength]);
    }

    public void Dispose() => _loaded.Dispose();
}
