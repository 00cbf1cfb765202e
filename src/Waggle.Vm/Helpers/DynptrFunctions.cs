using Waggle.Bpf.Errors;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Helpers;

/// <summary>Dynptrs (kernel/bpf/helpers.c).</summary>
/// <remarks>Memory of the program is checked again at each use, as a frame or a record may be gone by then.</remarks>
internal static unsafe class DynptrFunctions
{
    private const uint LargestSize = (1 << 24) - 1; // DYNPTR_MAX_SIZE

    internal static readonly HelperRow[] Rows =
    [
        new(197, &FromMemory),
        new(201, &Read),
        new(202, &Write),
        new(203, &Data),
    ];

    private static ulong FromMemory(RunContext run, ulong data, ulong size, ulong flags, ulong place, ulong _)
    {
        Errno error = (uint)size > LargestSize ? Errno.TooBig : flags != 0 ? Errno.Invalid : Errno.None;
        run.SetDynptr(place, error == Errno.None ? new(DynamicPointerKind.Local, data, (uint)size) : default);
        return Results.Error(error);
    }

    private static ulong Read(RunContext run, ulong target, ulong size, ulong place, ulong offset, ulong flags)
    {
        DynamicPointer pointer = run.Dynptrs.Find(place).GetValueOrDefault();
        if (pointer.Kind == DynamicPointerKind.None || flags != 0) return Results.Error(Errno.Invalid);
        if (!IsInside(pointer, (uint)offset, (uint)size)) return Results.Error(Errno.TooBig);
        byte* source = Reach(run, pointer, (uint)offset, (uint)size, isWrite: false);
        if (source == null) return Results.Error(Errno.Invalid);
        Buffer.MemoryCopy(source, (void*)target, (uint)size, (uint)size);
        return 0;
    }

    private static ulong Write(RunContext run, ulong place, ulong offset, ulong source, ulong size, ulong flags)
    {
        DynamicPointer pointer = run.Dynptrs.Find(place).GetValueOrDefault();
        if (pointer.Kind is DynamicPointerKind.None or DynamicPointerKind.UserRing || pointer.IsReadOnly) return Results.Error(Errno.Invalid);
        if (!IsInside(pointer, (uint)offset, (uint)size)) return Results.Error(Errno.TooBig);
        if (pointer.Kind == DynamicPointerKind.Packet && PacketFields.BufferOf(run) is not null)
            return PacketFunctions.Write(run, pointer.Start + (uint)offset, source, size, flags);
        if (flags != 0) return Results.Error(Errno.Invalid);
        byte* target = Reach(run, pointer, (uint)offset, (uint)size, isWrite: true);
        if (target == null) return Results.Error(Errno.Invalid);
        Buffer.MemoryCopy((void*)source, target, (uint)size, (uint)size);
        return 0;
    }

    private static ulong Data(RunContext run, ulong place, ulong offset, ulong size, ulong _, ulong _1)
    {
        DynamicPointer pointer = run.Dynptrs.Find(place).GetValueOrDefault();
        if (pointer.Kind is DynamicPointerKind.None or DynamicPointerKind.Packet || pointer.IsReadOnly) return 0;
        return IsInside(pointer, (uint)offset, (uint)size) ? (ulong)Reach(run, pointer, (uint)offset, (uint)size, isWrite: false) : 0;
    }

    /// <summary>bpf_dynptr_check_off_len</summary>
    internal static bool IsInside(in DynamicPointer pointer, uint offset, uint size) => size <= pointer.Size && offset <= pointer.Size - size;

    /// <summary>Where bytes of a dynptr lie now; null if they are gone.</summary>
    internal static byte* Reach(RunContext run, in DynamicPointer pointer, uint offset, uint size, bool isWrite)
    {
        ulong address = pointer.Start + offset + (pointer.Kind == DynamicPointerKind.Packet ? run.PacketStart : 0);
        return size == 0 || run.Current.Image.IsTrusted || run.IsReachable(address, (int)size, isWrite) ? (byte*)address : null;
    }
}
