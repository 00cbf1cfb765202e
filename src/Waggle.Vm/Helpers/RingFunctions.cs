using Waggle.Bpf.Errors;
using Waggle.Vm.Execution;
using Waggle.Vm.Maps;

namespace Waggle.Vm.Helpers;

/// <summary>Ring buffers (kernel/bpf/ringbuf.c).</summary>
internal static unsafe class RingFunctions
{
    private const ulong LargestDynptr = (1 << 24) - 1; // DYNPTR_MAX_SIZE
    private const long NoData = 61; // ENODATA

    internal static readonly HelperRow[] Rows =
    [
        new(130, &Output),
        new(131, &Reserve),
        new(132, &Submit),
        new(133, &Discard),
        new(134, &Query),
        new(198, &ReserveDynptr),
        new(199, &SubmitDynptr),
        new(200, &DiscardDynptr),
        new(209, &Drain),
    ];

    private static ulong Output(RunContext run, ulong map, ulong data, ulong size, ulong flags, ulong _) =>
        (ulong)((RingMap)run.MapOf(map)!).Output((byte*)data, size, flags);

    private static ulong Reserve(RunContext run, ulong map, ulong size, ulong flags, ulong _, ulong _1) =>
        run.HasRoomForRecord ? ReserveRecord(run, (RingMap)run.MapOf(map)!, size, flags) : 0;

    private static ulong ReserveRecord(RunContext run, RingMap ring, ulong size, ulong flags)
    {
        byte* record = ring.Reserve(size, flags);
        if (record == null) return 0;
        // What an earlier record left behind is none of this program's business.
        if (!run.Current.Image.IsTrusted) new Span<byte>(record, (int)size).Clear();
        run.OpenRecord(ring, (ulong)record, size);
        return (ulong)record;
    }

    private static ulong Submit(RunContext run, ulong record, ulong flags, ulong _, ulong _1, ulong _2) => Commit(run, record, flags, isDiscarded: false);

    private static ulong Discard(RunContext run, ulong record, ulong flags, ulong _, ulong _1, ulong _2) => Commit(run, record, flags, isDiscarded: true);

    private static ulong Commit(RunContext run, ulong record, ulong flags, bool isDiscarded)
    {
        if (run.CloseRecord(record) is { } ring) ring.Commit((byte*)record, flags, isDiscarded);
        return 0;
    }

    private static ulong Query(RunContext run, ulong map, ulong what, ulong _, ulong _1, ulong _2) => ((RingMap)run.MapOf(map)!).Query(what);

    private static ulong ReserveDynptr(RunContext run, ulong map, ulong size, ulong flags, ulong place, ulong _)
    {
        Errno error = flags != 0 ? Errno.Invalid : (uint)size > LargestDynptr ? Errno.TooBig : Errno.None;
        ulong record = 0;
        if (error == Errno.None)
        {
            record = run.HasRoomForRecord ? ReserveRecord(run, (RingMap)run.MapOf(map)!, (uint)size, 0) : 0;
            if (record == 0) error = Errno.Invalid;
        }

        // Also a dynptr to nothing has to be given back.
        run.SetDynptr(place, new(record == 0 ? DynamicPointerKind.None : DynamicPointerKind.Ring, record, record == 0 ? 0 : (uint)size) { IsReference = true, Record = record });
        return Results.Error(error);
    }

    private static ulong SubmitDynptr(RunContext run, ulong place, ulong flags, ulong _, ulong _1, ulong _2) => CommitDynptr(run, place, flags, isDiscarded: false);

    private static ulong DiscardDynptr(RunContext run, ulong place, ulong flags, ulong _, ulong _1, ulong _2) => CommitDynptr(run, place, flags, isDiscarded: true);

    private static ulong CommitDynptr(RunContext run, ulong place, ulong flags, bool isDiscarded)
    {
        if (run.Dynptrs.Find(place) is { Kind: DynamicPointerKind.Ring } pointer)
        {
            Commit(run, pointer.Record, flags, isDiscarded);
            run.Dynptrs.RemoveRecord(pointer.Record); // clones too
        }

        run.Dynptrs.Remove(place);
        return 0;
    }

    private static ulong Drain(RunContext run, ulong map, ulong callback, ulong callbackContext, ulong flags, ulong _)
    {
        var ring = (UserRingMap)run.MapOf(map)!;
        long error = ring.BeginDrain(flags);
        if (error != 0) return (ulong)error;
        long looked = 0, discarded = 0;
        try
        {
            using var calls = new CallbackCalls(run, callback, DynamicPointers.Size);
            ulong stop = 0;
            for (; looked < UserRingMap.MostSamples && stop == 0; looked++)
            {
                error = ring.Peek(out byte* sample, out uint size);
                if (error == -NoData) break;
                if (error == -(long)Errno.TryAgain)
                {
                    discarded++;
                    continue;
                }

                if (error != 0) return (ulong)error;
                run.SetDynptr((ulong)calls.Memory, new(DynamicPointerKind.UserRing, (ulong)sample, size));
                try
                {
                    stop = calls.Call((ulong)calls.Memory, callbackContext);
                }
                finally
                {
                    run.Dynptrs.Remove((ulong)calls.Memory);
                    ring.Release(size);
                }
            }

            return (ulong)(looked - discarded);
        }
        finally
        {
            ring.EndDrain(looked - discarded, flags);
        }
    }
}
