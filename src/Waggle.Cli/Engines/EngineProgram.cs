using System.Diagnostics;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Objects;
using Waggle.Linux;
using Waggle.Vm;

namespace Waggle.Cli.Engines;

/// <summary>A program of an object, loaded into an engine.</summary>
internal sealed class EngineProgram : IDisposable
{
    private const int RoomBehindPacket = 4096; // a program may make it longer
    private const int DefaultPacketSize = 64;

    private readonly IEngine _engine;
    private readonly LiveObject _object;
    private readonly LiveProgram _program;

    private EngineProgram(IEngine engine, LiveObject obj, LiveProgram program) => (_engine, _object, _program) = (engine, obj, program);

    /// <summary>The program.</summary>
    public LiveProgram Program => _program;

    /// <summary>Whether its verifier has proved it safe, so that nothing is checked as it runs; the kernel runs nothing else.</summary>
    public bool IsProved => _program is not VmProgram embedded || embedded.Proof is { IsComplete: true };

    /// <summary>Milliseconds from the object to a program that is ready to run; in the kernel with its verifier, which is most of it.</summary>
    public double CompileMilliseconds { get; private init; }

    /// <summary>Loads it.</summary>
    /// <param name="engineName">One of <see cref="EngineChoice.Names"/>.</param>
    /// <param name="obj">The object.</param>
    /// <param name="program">Its program.</param>
    /// <param name="printed">Takes what the program prints in an engine of this process; the kernel's goes to the kernel's trace.</param>
    /// <param name="safety">What keeps it from doing harm in an engine of this process.</param>
    /// <exception cref="Bpf.Errors.BpfException">The engine does not take it.</exception>
    public static EngineProgram Load(
        string engineName, BpfObject obj, ProgramSpec program, PrintedLines? printed = null, VmSafety safety = VmSafety.Verified)
    {
        BpfObject part = Part(obj, program);
        IEngine engine = EngineChoice.Open(engineName, printed, safety);
        try
        {
            long start = Stopwatch.GetTimestamp();
            LiveObject live = engine.Load(part);
            return new(engine, live, live.FindProgram(program.Name)) { CompileMilliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds };
        }
        catch // whatever it is: it goes on to the caller, and the engine does not stay open
        {
            (engine as IDisposable)?.Dispose();
            throw;
        }
    }

    /// <summary>Whether programs of a kind are given packets (<c>net/bpf/test_run.c</c>).</summary>
    public static bool TakesPacket(ProgramType type) => type is ProgramType.Xdp or ProgramType.SchedCls or ProgramType.SchedAct or ProgramType.SocketFilter
        or ProgramType.CgroupSkb or ProgramType.LwtIn or ProgramType.LwtOut or ProgramType.LwtXmit or ProgramType.LwtSeg6Local or ProgramType.SkSkb
        or ProgramType.FlowDissector or ProgramType.Netfilter;

    /// <summary>What to give a program for which nothing was named: packets of zeros, where it takes one.</summary>
    public static ProgramInput DefaultInput(ProgramType type) => new(TakesPacket(type) ? new byte[DefaultPacketSize] : [], []);

    /// <summary>Runs it.</summary>
    /// <param name="input">What it is given, once.</param>
    /// <param name="repeat">Times to run; 0 for once, and for the kinds that take no repetition.</param>
    /// <exception cref="Bpf.Errors.BpfException">The input does not fit the program.</exception>
    /// <exception cref="Vm.VmFaultException">The program broke a rule.</exception>
    public ProgramOutcome Run(ProgramInput input, int repeat = 0)
    {
        byte[] room = TakesPacket(_program.Spec.Type) ? new byte[input.Packet.Length + RoomBehindPacket] : [];
        long start = Stopwatch.GetTimestamp();
        ProgramRunResult result = _program.Run(new ProgramRun { Packet = input.Packet, PacketOut = room, Context = input.Context, Repeat = repeat });
        // The kernel takes the time itself, without the system call.
        double time = _engine is KernelEngine ? result.AverageNanoseconds : Stopwatch.GetElapsedTime(start).TotalNanoseconds / Math.Max(repeat, 1);
        return new(result.ReturnValue, room[..Math.Min(result.PacketLength, room.Length)], time);
    }

    public void Dispose()
    {
        _object.Dispose();
        (_engine as IDisposable)?.Dispose();
    }

    // Programs of other kinds, which nothing here calls, must not keep this one from being loaded; tail calls stay within one kind.
    private static BpfObject Part(BpfObject obj, ProgramSpec program)
    {
        HashSet<string> left = [.. obj.Programs.Where(p => p.Type != program.Type || (p.Name != program.Name && !p.IsLoadedByDefault)).Select(p => p.Name)];
        foreach (MapSpec map in obj.Maps) map.InitialEntries = [.. map.InitialEntries.Where(e => !left.Contains(e.Target))];
        return new BpfObject
        {
            Name = obj.Name,
            License = obj.License,
            Programs = [.. obj.Programs.Where(p => !left.Contains(p.Name)).Select(p => p.Name == program.Name ? p with { IsLoadedByDefault = true } : p)],
            Maps = obj.Maps,
            Externs = obj.Externs,
            Btf = obj.Btf,
        };
    }
}
