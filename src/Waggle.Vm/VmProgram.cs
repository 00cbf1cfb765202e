using Waggle.Vm.Cpus;
using Waggle.Vm.Execution;

namespace Waggle.Vm;

/// <summary>A program that is ready to run.</summary>
/// <remarks>Thread-safe: each run has what it needs for itself.</remarks>
public sealed unsafe class VmProgram
{
    private readonly VmEngine _engine;
    private readonly Executable _executable;

    internal VmProgram(VmEngine engine, Executable executable) => (_engine, _executable) = (engine, executable);

    /// <summary>Its name.</summary>
    public string Name => _executable.Image.Name;

    /// <summary>Runs it on memory: r1 points to it, r2 is its length.</summary>
    /// <param name="memory">What it may read and write; changed in place.</param>
    /// <returns>What it returned, or the fault that ended it.</returns>
    /// <remarks>Allocates nothing, but for a fault.</remarks>
    public VmResult Run(Span<byte> memory)
    {
        VirtualCpu cpu = _engine.Cpus.Enter();
        RunContext run = _engine.Contexts.Take(cpu.Number);
        try
        {
            fixed (byte* start = memory)
            {
                run.Begin(_executable, cpu.Number, 0, _engine.Options.InstructionBudget);
                run.SetPacket((ulong)start, memory.Length);
                return new(_executable.Run(run, (ulong)start, (ulong)memory.Length, run.StackTop));
            }
        }
        catch (FaultException e)
        {
            return new(0, e.Fault);
        }
        finally
        {
            run.ReleaseHeld();
            _engine.Contexts.GiveBack(cpu.Number, run);
            _engine.Cpus.Exit(cpu);
        }
    }

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}
