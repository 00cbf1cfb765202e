using System.Diagnostics;
using System.Globalization;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Verifier.Proofs;
using Waggle.Vm.Cpus;
using Waggle.Vm.Execution;
using Waggle.Vm.Maps;

namespace Waggle.Vm;

/// <summary>A program that is ready to run.</summary>
/// <remarks>Thread-safe: each run has what it needs for itself.</remarks>
public sealed unsafe partial class VmProgram : LiveProgram, ITailCallOwner
{
    private readonly VmEngine _engine;
    private readonly Executable _executable;

    internal VmProgram(VmEngine engine, ProgramSpec spec, Executable executable) : base(spec) => (_engine, _executable) = (engine, executable);

    TailCallTarget ITailCallOwner.TailCallTarget => _executable;

    internal Executable Executable => _executable;

    /// <summary>That it is safe; null if it was loaded to be checked as it runs.</summary>
    public Proof? Proof => _executable.Image.Proof;

    /// <summary>Runs it on memory: r1 points to it, r2 is its length.</summary>
    /// <param name="memory">What it may read and write; changed in place.</param>
    /// <returns>What it returned, or the fault that ended it.</returns>
    /// <exception cref="InvalidOperationException">The program is of a type that wants a context, or for a hook.</exception>
    /// <exception cref="BpfException">A syscall program's memory is longer than 65,535 bytes, or there is less than the program's proof asks for.</exception>
    /// <remarks>Allocates nothing, but for a fault.</remarks>
    public VmResult Run(Span<byte> memory)
    {
        if (_executable.Image.Context.Size != 0) throw new InvalidOperationException($"{this} wants the context of {(Spec.Type == ProgramType.Unspecified ? "its hook" : Spec.Type)}, and not plain memory.");
        RefuseSyscallContext(memory.Length);
        if (_executable.Image.Proof is { MemorySizeInBytes: var needed } && needed > memory.Length)
            throw Refuse(string.Create(CultureInfo.InvariantCulture, $"It is proved for memory of at least {needed} bytes, and was given {memory.Length}."));
        VirtualCpu cpu = _engine.Cpus.Enter();
        RunContext run = _engine.Contexts.Of(cpu);
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
            run.End();
            _engine.Cpus.Exit(cpu);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="VmFaultException">The program broke a rule.</exception>
    public override ProgramRunResult Run(scoped in ProgramRun run)
    {
        if (_executable.Image.Context.Size == 0) return RunOnMemory(run);
        VirtualCpu cpu = _engine.Cpus.Enter();
        RunContext context = _engine.Contexts.Of(cpu);
        try
        {
            ContextShape shape = _executable.Image.Context;
            context.ClearContext(shape);
            run.Context[..Math.Min(run.Context.Length, shape.Size)].CopyTo(new Span<byte>(context.Context, shape.Size));
            context.Packet.Load(run.Packet);
            TestRunRules.Complete(Spec.Type, context.Packet, context.Context);
            if (TestRunRules.StartsAtNetworkHeader(Spec.Type, run.Packet)) context.Packet.SkipLinkHeader(PacketBuffer.EthernetHeader);

            int repeat = Math.Max(run.Repeat, 1);
            ulong result = 0;
            Prepare(context, cpu);
            long begin = Stopwatch.GetTimestamp();
            for (int i = 0; i < repeat; i++)
            {
                result = _executable.Run(context, (ulong)context.Context, 0, context.StackTop);
                if (!context.HasLeftovers)
                {
                    context.Restart(_engine.Options.InstructionBudget);
                }
                else
                {
                    context.End();
                    Prepare(context, cpu);
                }
            }

            double nanoseconds = Stopwatch.GetElapsedTime(begin).TotalNanoseconds / repeat;
            if (context.Packet.LinkOffset < 0) TestRunRules.RestoreLinkHeader(context.Packet);
            if (Spec.Type == ProgramType.Xdp) TestRunRules.WritePlaces(context.Packet, context.Context, run.Context);
            Copy(context.Packet.BytesWithMetadata, run.PacketOut, "packet");
            Copy(new ReadOnlySpan<byte>(context.Context, shape.Size), run.ContextOut, "context");
            return Result(result, nanoseconds) with { PacketLength = context.Packet.BytesWithMetadata.Length, ContextLength = shape.Size };
        }
        catch (FaultException e)
        {
            throw new VmFaultException(e.Fault);
        }
        finally
        {
            context.End();
            _engine.Cpus.Exit(cpu);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing)
    {
        if (isDisposing) DetachAll();
    }

    private void Prepare(RunContext context, VirtualCpu cpu)
    {
        context.Begin(_executable, cpu.Number, (ulong)context.Context, _engine.Options.InstructionBudget);
        context.PublishPacket();
    }

    private ProgramRunResult RunOnMemory(scoped in ProgramRun run)
    {
        RefuseSyscallInput(run);
        byte[] memory = run.Context.ToArray();
        long begin = Stopwatch.GetTimestamp();
        ulong result = 0;
        for (int i = 0; i < Math.Max(run.Repeat, 1); i++) result = Run(memory).Value;
        double nanoseconds = Stopwatch.GetElapsedTime(begin).TotalNanoseconds / Math.Max(run.Repeat, 1);
        Copy(memory, run.ContextOut, "context");
        return Result(result, nanoseconds) with { ContextLength = memory.Length };
    }

    private static ProgramRunResult Result(ulong value, double nanoseconds) =>
        new((uint)value, TimeSpan.FromMicroseconds(nanoseconds / 1000)) { AverageNanoseconds = (long)nanoseconds };

    private void Copy(ReadOnlySpan<byte> from, Span<byte> to, string what)
    {
        if (to.IsEmpty) return; // nobody asks for it
        if (to.Length < from.Length)
            throw new BpfException("run a program", ToString(), Errno.NoSpace, $"The {what} that it left has {from.Length} bytes, and there is room for {to.Length}.");
        from.CopyTo(to);
    }
}
