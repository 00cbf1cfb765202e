using Waggle.CSharp;

namespace Samples.Programs;

/// <summary>Values that belong to sockets, cgroups and files.</summary>
[BpfProgram]
public static class Storages
{
    private static readonly SocketStorage<ulong> s_perSocket = new();
    private static readonly InodeStorage<ulong> s_perInode = new();

    [CgroupSocket(SocketMoment.Release)]
    private static CgroupVerdict OnRelease(ref SocketContext socket)
    {
        MapValue<ulong> closed = s_perSocket.FindOrCreateForContext();
        if (closed.Exists) closed.Value = Bpf.Now;
        return CgroupVerdict.Allow;
    }

    [Lsm("inode_unlink")]
    private static int OnUnlink(KernelPointer<Inode> directory)
    {
        MapValue<ulong> count = s_perInode.FindOrCreate(directory);
        if (count.Exists) count.Value++;
        return 0;
    }
}

/// <summary>An account that two steps change together.</summary>
public struct Account
{
    public MapLock Lock;
    public uint Changes;
    public ulong Balance;
}

/// <summary>Keeps two numbers in step by a lock.</summary>
[BpfProgram]
public static class LockedAccount
{
    private static readonly ArrayMap<Account> s_accounts = new();

    [Tc]
    private static TcAction OnPacket(ref SocketBuffer packet)
    {
        ulong length = packet.Length;
        MapValue<Account> account = s_accounts.Find(0);
        if (!account.Exists) return TcAction.Ok;
        using (MapLock.Hold(ref account.Value.Lock))
        {
            account.Value.Changes++;
            account.Value.Balance += length;
        }

        return TcAction.Ok;
    }
}

/// <summary>Which kernel paths lead to a system call, and how the kernel spends its time.</summary>
[BpfProgram]
public static class SystemCallShape
{
    private static readonly RingBuffer<ulong> s_events = new();
    private static readonly HashCounter<long> s_calls = new();

    [RawTracepoint("sys_enter")]
    private static void OnEnter(ulong registers, long number) => s_calls.Increment(number);

    [RawTracepoint("sys_exit")]
    private static void OnExit(ulong registers, long result)
    {
        if (result < 0) s_events.TrySend((ulong)-result, RingWakeup.Never);
    }

    [TypedTracepoint("sched_process_exec")]
    private static void OnExec(KernelPointer<TaskStruct> task)
    {
        if (task.Value.tgid == Bpf.CurrentProcess) s_events.TrySend(Bpf.CurrentCgroup);
    }
}

/// <summary>The classic congestion control, with a count of what connections lose: pick it with the socket option TCP_CONGESTION.</summary>
[BpfProgram]
public abstract class CountingReno : ITcpCongestionControl
{
    private static readonly PerCpuCounter s_losses = new();

    public static string Name => "waggle_reno";

    public static uint SlowStartThreshold(KernelPointer<TcpSock> socket)
    {
        s_losses.Increment();
        return TcpReno.SlowStartThreshold(socket);
    }

    public static void OnAcknowledged(KernelPointer<TcpSock> socket, uint acknowledgement, uint segments) =>
        TcpReno.OnAcknowledged(socket, acknowledgement, segments);

    public static uint UndoWindow(KernelPointer<TcpSock> socket) => TcpReno.UndoWindow(socket);
}
