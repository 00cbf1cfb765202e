using Waggle.CSharp;

namespace Samples.Programs;

/// <summary>Counts packets by the table of their interface: user code gives an interface a table when it wants to know.</summary>
[BpfProgram]
public static class TablesPerInterface
{
    [MaxEntries(64), InnerMap(16)]
    private static readonly ArrayOfMaps<ArrayMap<ulong>> s_sizes = new();

    [MaxEntries(64), InnerMap(1024)]
    private static readonly HashOfMaps<uint, HashMap<EtherType, ulong>> s_protocols = new();

    [Tc]
    private static TcAction OnPacket(ref SocketBuffer packet)
    {
        if (s_sizes.Find(packet.Interface) is { } sizes)
        {
            MapValue<ulong> count = sizes.Find(packet.Length / 128 & 15);
            if (count.Exists) Interlocked.Increment(ref count.Value);
        }

        if (s_protocols.Find(packet.Interface) is { } protocols) protocols[packet.Protocol] = Bpf.Now;
        return TcAction.Ok;
    }
}

/// <summary>When tasks of a cgroup last ran a program: the value goes when the cgroup goes.</summary>
[BpfProgram]
public static class CgroupTimes
{
    private static readonly CgroupStorage<ulong> s_lastExec = new();

    [TypedTracepoint("cgroup_mkdir")]
    private static void OnMake(KernelPointer<Cgroup> cgroup)
    {
        MapValue<ulong> last = s_lastExec.FindOrCreate(cgroup);
        if (last.Exists) last.Value = Bpf.Now;
    }
}

/// <summary>Sends as much of a program's command line as there is.</summary>
[BpfProgram]
public static class CommandLines
{
    private static readonly DynamicRingBuffer s_lines = new();

    [RawTracepoint("sched_process_exec")]
    private static void OnExec(ulong task)
    {
        var record = default(DynamicPointer);
        ulong time = Bpf.Now;
        if (s_lines.TryReserve(sizeof(ulong), ref record))
        {
            DynamicPointer.TryWrite(ref record, 0, in time);
            DynamicRingBuffer.Submit(ref record);
        }
        else
        {
            DynamicRingBuffer.Discard(ref record);
        }
    }
}

/// <summary>Takes orders from user space whenever a process ends, and adds them up.</summary>
[BpfProgram]
public static class Orders
{
    private static readonly UserRingBuffer<ulong> s_orders = new();
    private static readonly PerCpuCounter s_total = new();

    [Tracepoint("sched", "sched_process_exit")]
    private static void OnExit()
    {
        ulong sum = 0;
        s_orders.Drain(
            static (ref DynamicPointer record, ref ulong total) =>
            {
                if (DynamicPointer.TryRead(ref record, 0, out ulong order)) total += order;
                return LoopControl.Continue;
            },
            ref sum);
        s_total.Add(sum);
    }
}

/// <summary>An entry of a list in an arena.</summary>
public struct Entry
{
    public ulong Value;
    public ArenaPointer<Entry> Next;
}

/// <summary>A linked list that user space can walk without a system call: <see cref="Push"/> adds to it, <see cref="Sum"/> follows it.</summary>
[BpfProgram]
public static class SharedList
{
    private const int MostEntries = 1000;

    private static readonly Arena s_memory = new();
    private static ArenaPointer<Entry> s_first;
    private static ulong s_sum;

    [Syscall]
    private static int Push()
    {
        ArenaPointer<Entry> pointer = s_memory.Allocate<Entry>();
        if (pointer.IsNull) return 0;
        ref Entry entry = ref s_memory.At(pointer);
        entry.Value = Bpf.Random;
        entry.Next = s_first;
        s_first = pointer;
        return 1;
    }

    [Syscall]
    private static int Sum()
    {
        int count = 0;
        ulong sum = 0;
        for (ArenaPointer<Entry> at = s_first; !at.IsNull && count < MostEntries; count++)
        {
            ref Entry entry = ref s_memory.At(at);
            sum += entry.Value;
            at = entry.Next;
        }

        s_sum = sum;
        return count;
    }
}
