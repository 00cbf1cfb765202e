using System.Diagnostics;
using Waggle.Bpf.Catalog;
using Waggle.Vm.Execution;
using Waggle.Vm.Maps;
using Waggle.Vm.Memory;

namespace Waggle.Vm.Helpers;

/// <summary>What lies in map values or on the stack and is more than bytes: locks, timers, kernel pointers, dynptrs.</summary>
internal sealed unsafe partial class ContractCheck
{
    private const int SpinUnlock = 94;
    private const int CallbackFieldSize = 16; // struct bpf_timer, struct bpf_wq
    private static readonly TimeSpan s_lockTimeout = TimeSpan.FromSeconds(1);

    // The lock is taken here: the program can write anything into it, for which no waiting would end.
    private string? RefuseSpinLock(RunContext run, ulong address)
    {
        if (_number == SpinUnlock) return run.HeldLock == (int*)address && address != 0 ? null : "is not the lock that the program holds";
        if (!run.FindValue(address, out VmMap map, out MemoryRange range) || !range.IsWritable || !map.Layout.HasSpinLock
            || (address - range.Start) % (ulong)map.ValueStride != (ulong)map.Layout.SpinLock || !range.Contains(address, sizeof(int)))
            return "does not point to a lock in a map value";
        int* word = (int*)address;
        if (Interlocked.CompareExchange(ref *word, 1, 0) != 0 && !Await(word)) return "is a lock that nobody gave back within a second";
        run.HoldLock(word);
        return null;
    }

    private static bool Await(int* word)
    {
        var wait = new SpinWait();
        long start = Stopwatch.GetTimestamp();
        do
        {
            wait.SpinOnce(sleep1Threshold: -1);
            if (Interlocked.CompareExchange(ref *word, 1, 0) == 0) return true;
        }
        while (Stopwatch.GetElapsedTime(start) < s_lockTimeout);
        return false;
    }

    private static bool IsIn(RunContext run, VmMap map, ulong address) => run.FindValue(address, out VmMap found, out _) && found == map;

    private static string? RefuseField(RunContext run, ulong address, SpecialFieldKind kind, int size, string what)
    {
        return run.FindValue(address, out VmMap map, out MemoryRange range) && range.IsWritable && range.Contains(address, (ulong)size)
            && map.Layout.OffsetOf(kind) is >= 0 and var offset && (address - range.Start) % (ulong)map.ValueStride == (ulong)offset
            ? null
            : $"does not point to a {what} in a map value";
    }

    // What lies in an iterator is the program's own, and may be anything.
    private static string? RefuseIterator(RunContext run, HelperArgument argument, ulong address) =>
        address % 8 == 0 && run.IsOnStack(address, argument.SizeInBytes, run.Frame) ? null : "does not point to an iterator on the stack";

    private static string? RefuseSpecial(RunContext run, ulong address, int size, string what)
    {
        // An arena's pages are memory of a map, and no values.
        if (run.FindValue(address, out VmMap map, out MemoryRange range) && map.ValueStride != 0
            && range.IsWritable && range.Contains(address, (ulong)size) && address % 8 == 0)
        {
            ulong offset = (address - range.Start) % (ulong)map.ValueStride;
            foreach ((int start, int length) in map.Layout.Special)
            {
                if ((ulong)start == offset && length == size) return null;
            }
        }

        return $"does not point to a {what} in a map value";
    }

    private static string? RefuseDynamicPointer(RunContext run, HelperArgument argument, ulong address)
    {
        // A callback gets one that lies in memory of the host, to read.
        if (address % 8 != 0 || !(argument.IsRead ? run.IsReachable(address, DynamicPointers.Size, isWrite: false) : run.IsOnStack(address, DynamicPointers.Size, run.Frame)))
            return "does not point to a dynptr on the stack";
        if (!argument.IsRead)
            return run.Dynptrs.Find(address) is { IsReference: true } ? "points to a dynptr that has to be submitted or discarded first" : null;
        if (run.Dynptrs.Find(address) is not { } pointer) return "does not point to a dynptr";
        bool isReleased = (argument.Traits & ArgumentTraits.Released) != 0;
        return isReleased && !pointer.IsReference ? "does not point to a dynptr of a ring buffer" : null;
    }
}
