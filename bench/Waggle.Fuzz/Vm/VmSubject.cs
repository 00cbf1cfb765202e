using System.Collections.Immutable;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Vm.Code;
using Waggle.Vm.Execution;
using Waggle.Vm.Interpreter;
using Waggle.Vm.Jit;

namespace Waggle.Fuzz.Vm;

/// <summary>The embedded engine's parts, with one run context and one memory for all, so that pointers too are equal numbers in each.</summary>
internal sealed unsafe class VmSubject : IDisposable
{
    // Enough for every loop of a program that ends, and soon spent by one that does not.
    private const long Budget = 20_000;

    private static readonly TimeSpan s_allowedTime = TimeSpan.FromSeconds(2);

    private readonly RunContext _run = new();
    private readonly GuardedMemory _memory = new();

    /// <summary>Reads a program; null if it is none.</summary>
    public static ProgramImage? Read(ImmutableArray<Instruction> code, bool isTrusted)
    {
        try
        {
            return new ProgramImage { Name = "fuzz", Type = ProgramType.Unspecified, Code = ProgramCode.Read(code), Context = ContextShape.Memory, IsTrusted = isTrusted };
        }
        catch (CodeException)
        {
            return null;
        }
    }

    /// <summary>The most processor time that making a program ready and running it took.</summary>
    public TimeSpan MostTime { get; private set; }

    public FuzzOutcome Interpret(ProgramImage? image, byte[] memory) => Time(image, memory, static image => new InterpretedProgram(image, runsBeforeFusing: 1));

    public FuzzOutcome Compile(ProgramImage? image, byte[] memory) =>
        Time(image, memory, static image => new CompiledProgram(image, new InterpretedProgram(image), new LinkedSources(image)));

    public void Dispose()
    {
        _run.Dispose();
        _memory.Dispose();
    }

    private FuzzOutcome Time(ProgramImage? image, byte[] memory, Func<ProgramImage, Executable> make)
    {
        if (image is null) return new(FuzzOutcome.Refused, 0, memory);
        TimeSpan started = Environment.CpuUsage.TotalTime; // of this process alone: the machine may be busy
        FuzzOutcome outcome = Run(make(image), memory);
        TimeSpan time = Environment.CpuUsage.TotalTime - started;
        if (time > MostTime) MostTime = time;
        return time > s_allowedTime ? outcome with { Kind = $"took {time.TotalSeconds:F1} s" } : outcome;
    }

    private FuzzOutcome Run(Executable program, byte[] memory)
    {
        _memory.IsSpoiled(0); // an exception may have left something
        byte* at = _memory.Put(memory);
        string kind = FuzzOutcome.Ok;
        ulong result = 0;
        _run.Begin(program, 0, 0, Budget);
        _run.SetPacket((ulong)at, memory.Length);
        try
        {
            result = program.Run(_run, (ulong)at, (ulong)memory.Length, _run.StackTop);
        }
        catch (FaultException error)
        {
            kind = $"{error.Fault.Kind} at {error.Fault.Instruction}";
        }
        finally
        {
            _run.End();
        }

        if (_memory.IsSpoiled(memory.Length)) kind = "wrote outside the memory";
        return new(kind, result, new Span<byte>(at, memory.Length).ToArray());
    }
}
