using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Vm.Cpus;
using Waggle.Vm.Execution;
using Waggle.Vm.Maps;

namespace Waggle.Testing.Plain;

/// <summary>A program that is a .NET method: a debugger stops in it.</summary>
internal sealed unsafe class PlainProgram : LiveProgram, ITailCallOwner
{
    private readonly PlainRuntime _owner;
    private readonly MethodInfo _method;
    private readonly PlainCode _code;

    internal PlainProgram(PlainRuntime owner, ProgramSpec spec, MethodInfo method, PlainCode code) : base(spec) =>
        (_owner, _method, _code) = (owner, method, code);

    TailCallTarget ITailCallOwner.TailCallTarget => _code;

    Errno ITailCallOwner.PutInto(Waggle.Vm.Maps.ProgramArray array, Func<Errno> put) => array.Cpus == _owner.Engine.Cpus ? put() : Errno.BadDescriptor;

    /// <summary>The shape of a program's context: the kernel's where the catalogue knows it, else room for the arguments of any function.</summary>
    internal static ContextShape ShapeOf(ProgramSpec spec, MethodInfo method)
    {
        const int MostArguments = 12; // MAX_BPF_FUNC_ARGS
        ContextShape? known = ContextShapes.For(spec.Type, spec.ExpectedAttachType);
        if (known is not null && known.Size >= ContextSizeOf(method)) return known;
        return known is { Size: 0 } ? known : ContextShape.Plain(new bool[Math.Max(MostArguments * sizeof(ulong), ContextSizeOf(method))]);
    }

    /// <inheritdoc/>
    /// <remarks>What the method throws comes out as it is.</remarks>
    public override ProgramRunResult Run(scoped in ProgramRun run)
    {
        using var scope = new PlainScope(_owner, $"{_method.DeclaringType!.Name}.{_method.Name}");
        VirtualCpu cpu = _owner.Engine.Cpus.Enter();
        try
        {
            return RunOn(_owner.RunContext, cpu, run);
        }
        finally
        {
            _owner.RunContext.End();
            _owner.Engine.Cpus.Exit(cpu);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing)
    {
    }

    private ProgramRunResult RunOn(RunContext context, VirtualCpu cpu, scoped in ProgramRun run)
    {
        ContextShape shape = _code.Image.Context;
        int size = Math.Max(shape.AllocatedSize, Math.Max(run.Context.Length, ContextSizeOf(_method)));
        ulong result = 0;
        long begin = Stopwatch.GetTimestamp();
        int repeat = Math.Max(run.Repeat, 1);
        for (int i = 0; i < repeat; i++)
        {
            if (i > 0) context.End();
            // A run begins with what the one before left, as in the kernel.
            if (i == 0) Prepare(context, run, shape, size);
            context.Begin(_code, cpu.Number, (ulong)context.Context, long.MaxValue);
            if (shape.Size > 0) context.PublishPacket();
            result = _code.Run(context, (ulong)context.Context, 0, context.StackTop);
        }

        double nanoseconds = Stopwatch.GetElapsedTime(begin).TotalNanoseconds / repeat;
        if (context.Packet.LinkOffset < 0) TestRunRules.RestoreLinkHeader(context.Packet);
        foreach (AddressField field in shape.AddressFields) new Span<byte>(context.Context + field.Offset, sizeof(uint)).Clear();
        if (Spec.Type == ProgramType.Xdp) TestRunRules.WritePlaces(context.Packet, context.Context, run.Context);
        int contextLength = shape.Size > 0 ? shape.Size : run.Context.Length;
        Copy(context.Packet.BytesWithMetadata, run.PacketOut, "packet");
        Copy(new ReadOnlySpan<byte>(context.Context, contextLength), run.ContextOut, "context");
        return new ProgramRunResult((uint)result, TimeSpan.FromMicroseconds(nanoseconds / 1000))
        {
            AverageNanoseconds = (long)nanoseconds,
            PacketLength = context.Packet.BytesWithMetadata.Length,
            ContextLength = contextLength,
        };
    }

    private void Prepare(RunContext context, scoped in ProgramRun run, ContextShape shape, int size)
    {
        context.ClearContext(ContextShape.Plain(new bool[size]));
        int given = shape.Size > 0 ? Math.Min(run.Context.Length, shape.Size) : run.Context.Length;
        run.Context[..given].CopyTo(new Span<byte>(context.Context, given));
        context.Packet.Load(run.Packet);
        TestRunRules.Complete(Spec.Type, context.Packet, context.Context);
        if (TestRunRules.StartsAtNetworkHeader(Spec.Type, run.Packet)) context.Packet.SkipLinkHeader(PacketBuffer.EthernetHeader);
    }

    private static int ContextSizeOf(MethodInfo method) =>
        method.GetParameters() is [{ ParameterType: { IsByRef: true } type }] ? SizeOf(type.GetElementType()!) : 0;

    private static int SizeOf(Type type) => (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;

    private void Copy(ReadOnlySpan<byte> from, Span<byte> to, string what)
    {
        if (to.IsEmpty) return; // nobody asks for it
        if (to.Length < from.Length)
            throw new BpfException("run a program", ToString(), Errno.NoSpace, $"The {what} that it left has {from.Length} bytes, and there is room for {to.Length}.");
        from.CopyTo(to);
    }
}
