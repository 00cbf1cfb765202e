using System.Diagnostics;
using Waggle.Bpf.Engines;
using Waggle.Vm;

namespace Waggle.Benchmarks.Vm;

/// <summary>A program in the embedded engine.</summary>
internal sealed class VmRun : IProgramRunner
{
    private readonly VmEngine _engine;
    private readonly VmObject _object;
    private readonly VmProgram _program;
    private readonly byte[] _packet;
    private readonly byte[] _room;

    /// <summary>Loads it.</summary>
    /// <param name="name">What this form of the engine is called.</param>
    /// <param name="program">The program.</param>
    /// <param name="execution">How it is run.</param>
    /// <param name="safety">What keeps it from doing harm.</param>
    public VmRun(string name, BenchmarkProgram program, VmExecution execution, VmSafety safety)
    {
        Engine = name;
        _engine = new VmEngine(new VmOptions { Execution = execution, Safety = safety });
        long start = Stopwatch.GetTimestamp();
        _object = _engine.Load(program.Object);
        CompileMilliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        _program = _object.Programs[program.Name];
        (_packet, _room) = (program.Packet, new byte[program.Packet.Length + 512]);
    }

    public string Engine { get; }

    public double CompileMilliseconds { get; }

    public RunOutcome RunOnce()
    {
        try
        {
            ProgramRunResult result = _program.Run(new ProgramRun { Packet = _packet, PacketOut = _room });
            return new(result.ReturnValue, _room[..result.PacketLength]);
        }
        catch (VmFaultException e)
        {
            Console.WriteLine($"{Engine}: {e.Message}");
            return new(0, []);
        }
    }

    public double RunRound(int repeat)
    {
        try
        {
            long start = Stopwatch.GetTimestamp();
            _program.Run(new ProgramRun { Packet = _packet, Repeat = repeat });
            return Stopwatch.GetElapsedTime(start).TotalNanoseconds / repeat;
        }
        catch (VmFaultException)
        {
            return double.PositiveInfinity;
        }
    }

    public void Dispose()
    {
        _object.Dispose();
        _engine.Dispose();
    }
}
