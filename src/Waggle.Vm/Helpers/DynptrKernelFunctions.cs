using Waggle.Bpf.Errors;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Helpers;

/// <summary>Kernel functions on dynptrs (kernel/bpf/helpers.c, net/core/filter.c). Packets are linear here: a slice is the packet itself, and no buffer
/// is needed for it.</summary>
internal static unsafe class DynptrKernelFunctions
{
    private const int BytesPerCharge = 8;

    internal static readonly KernelFunctionRow[] Rows =
    [
        new("bpf_dynptr_from_skb", &FromBuffer),
        new("bpf_dynptr_from_xdp", &FromFrame),
        new("bpf_dynptr_slice", &Slice),
        new("bpf_dynptr_slice_rdwr", &SliceWritable),
        new("bpf_dynptr_adjust", &Adjust),
        new("bpf_dynptr_is_null", &IsNull),
        new("bpf_dynptr_is_rdonly", &IsReadOnly),
        new("bpf_dynptr_size", &Size),
        new("bpf_dynptr_clone", &Clone),
        new("bpf_dynptr_copy", &Copy),
        new("bpf_dynptr_memset", &Fill),
    ];

    private static ulong FromBuffer(RunContext run, ulong context, ulong flags, ulong place, ulong _, ulong _1) =>
        FromPacket(run, PacketFields.BufferOf(run), flags, place, !run.Current.Image.Context.IsPacketWritable);

    private static ulong FromFrame(RunContext run, ulong context, ulong flags, ulong place, ulong _, ulong _1) =>
        FromPacket(run, PacketFields.FrameOf(run), flags, place, isReadOnly: false);

    private static ulong FromPacket(RunContext run, PacketBuffer? packet, ulong flags, ulong place, bool isReadOnly)
    {
        bool isGood = flags == 0 && packet is not null;
        run.SetDynptr(place, isGood ? new(DynamicPointerKind.Packet, 0, (uint)packet!.Length, isReadOnly) : default);
        return isGood ? 0 : Results.Error(Errno.Invalid);
    }

    private static ulong Slice(RunContext run, ulong place, ulong offset, ulong buffer, ulong size, ulong _)
    {
        DynamicPointer pointer = Find(run, place);
        if (pointer.Kind == DynamicPointerKind.None || !DynptrFunctions.IsInside(pointer, (uint)offset, (uint)size)) return 0;
        return (ulong)DynptrFunctions.Reach(run, pointer, (uint)offset, (uint)size, isWrite: false);
    }

    private static ulong SliceWritable(RunContext run, ulong place, ulong offset, ulong buffer, ulong size, ulong _) =>
        IsWritable(Find(run, place)) ? Slice(run, place, offset, buffer, size, 0) : 0;

    private static ulong Adjust(RunContext run, ulong place, ulong start, ulong end, ulong _, ulong _1)
    {
        DynamicPointer pointer = Find(run, place);
        (uint from, uint to) = ((uint)start, (uint)end);
        if (pointer.Kind == DynamicPointerKind.None || from > to) return Results.Error(Errno.Invalid);
        if (from > pointer.Size || to > pointer.Size) return Results.Error(Errno.OutOfRange);
        run.Dynptrs.Replace(place, pointer with { Start = pointer.Start + from, Size = to - from });
        return 0;
    }

    private static ulong IsNull(RunContext run, ulong place, ulong _, ulong _1, ulong _2, ulong _3) => Find(run, place).Kind == DynamicPointerKind.None ? 1u : 0;

    private static ulong IsReadOnly(RunContext run, ulong place, ulong _, ulong _1, ulong _2, ulong _3) => Find(run, place).IsReadOnly ? 1u : 0;

    private static ulong Size(RunContext run, ulong place, ulong _, ulong _1, ulong _2, ulong _3)
    {
        DynamicPointer pointer = Find(run, place);
        return pointer.Kind == DynamicPointerKind.None ? (uint)Results.Error(Errno.Invalid) : pointer.Size;
    }

    private static ulong Clone(RunContext run, ulong place, ulong clone, ulong _, ulong _1, ulong _2)
    {
        DynamicPointer pointer = Find(run, place);
        bool isGood = pointer.Kind != DynamicPointerKind.None;
        run.SetDynptr(clone, isGood ? pointer : default);
        return isGood ? 0 : Results.Error(Errno.Invalid);
    }

    private static ulong Copy(RunContext run, ulong targetPlace, ulong targetOffset, ulong sourcePlace, ulong sourceOffset, ulong size)
    {
        (DynamicPointer target, DynamicPointer source, uint length) = (Find(run, targetPlace), Find(run, sourcePlace), (uint)size);
        if (!DynptrFunctions.IsInside(target, (uint)targetOffset, length) || !DynptrFunctions.IsInside(source, (uint)sourceOffset, length)) return Results.Error(Errno.TooBig);
        if (!IsWritable(target) || source.Kind == DynamicPointerKind.None) return Results.Error(Errno.Invalid);
        byte* to = DynptrFunctions.Reach(run, target, (uint)targetOffset, length, isWrite: true);
        byte* from = DynptrFunctions.Reach(run, source, (uint)sourceOffset, length, isWrite: false);
        if (to == null || from == null) return Results.Error(Errno.Invalid);
        run.Spend(length / BytesPerCharge);
        Buffer.MemoryCopy(from, to, length, length);
        return 0;
    }

    private static ulong Fill(RunContext run, ulong place, ulong offset, ulong size, ulong value, ulong _)
    {
        (DynamicPointer pointer, uint length) = (Find(run, place), (uint)size);
        if (pointer.IsReadOnly) return Results.Error(Errno.Invalid);
        if (!DynptrFunctions.IsInside(pointer, (uint)offset, length)) return Results.Error(Errno.TooBig);
        if (!IsWritable(pointer)) return length == 0 ? 0 : Results.Error(Errno.Invalid);
        byte* target = DynptrFunctions.Reach(run, pointer, (uint)offset, length, isWrite: true);
        if (target == null) return Results.Error(Errno.Invalid);
        run.Spend(length / BytesPerCharge);
        new Span<byte>(target, (int)length).Fill((byte)value);
        return 0;
    }

    private static DynamicPointer Find(RunContext run, ulong place) => run.Dynptrs.Find(place).GetValueOrDefault();

    private static bool IsWritable(in DynamicPointer pointer) => pointer.Kind is not (DynamicPointerKind.None or DynamicPointerKind.UserRing) && !pointer.IsReadOnly;
}
