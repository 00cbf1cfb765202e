using System.Diagnostics;
using System.Text;

namespace Waggle.Vm.Execution;

/// <summary>What helpers tell a program of the world around it. Derive from it to say something else.</summary>
/// <remarks>Thread-safe as it stands; what derives from it must be too. Called inside runs, so it should be quick and must not throw.</remarks>
public class VmHost
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long NanosecondsPerJiffy = 4_000_000; // CONFIG_HZ=250
    private const ulong FirstJiffy = 0xFFFF_FFFF - 300 * 250 + 1; // INITIAL_JIFFIES: counters wrap five minutes after the start
    private const long TaiAheadOfUtc = 37 * NanosecondsPerSecond; // since 2017

    /// <summary>The host that engines have by default: this process.</summary>
    public static VmHost Default { get; } = new();

    /// <summary>Process number (thread group) in the upper 32 bits, thread number in the lower ones: <c>bpf_get_current_pid_tgid</c>.</summary>
    public virtual ulong ProcessAndThread => (ulong)(uint)Environment.ProcessId << 32 | (uint)Environment.CurrentManagedThreadId;

    /// <summary>Group number in the upper 32 bits, user number in the lower ones: <c>bpf_get_current_uid_gid</c>. 0 by default.</summary>
    public virtual ulong UserAndGroup => 0;

    /// <summary>Name of the task, at most 15 bytes of which programs see: <c>bpf_get_current_comm</c>.</summary>
    public virtual string TaskName => s_processName;

    /// <summary>The object that stands for the task: it owns the values of task storage maps. The thread by default.</summary>
    public virtual object CurrentTask => Thread.CurrentThread;

    /// <summary>Number of the task's cgroup: <c>bpf_get_current_cgroup_id</c>. 1, the root, by default.</summary>
    public virtual ulong CgroupId => 1;

    /// <summary>Nanoseconds of the monotonic clock: <c>bpf_ktime_get_ns</c>.</summary>
    public virtual ulong MonotonicNanoseconds =>
        (ulong)(Stopwatch.Frequency == NanosecondsPerSecond ? Stopwatch.GetTimestamp() : (long)((Int128)Stopwatch.GetTimestamp() * NanosecondsPerSecond / Stopwatch.Frequency));

    /// <summary>Nanoseconds since the machine started, sleep included: <c>bpf_ktime_get_boot_ns</c>.</summary>
    public virtual ulong BootNanoseconds => MonotonicNanoseconds;

    /// <summary>Nanoseconds of atomic time: <c>bpf_ktime_get_tai_ns</c>.</summary>
    public virtual ulong AtomicTimeNanoseconds => (ulong)((DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100 + TaiAheadOfUtc);

    /// <summary>The monotonic clock, as it was at the last tick: <c>bpf_ktime_get_coarse_ns</c>.</summary>
    public virtual ulong CoarseNanoseconds => MonotonicNanoseconds / NanosecondsPerJiffy * NanosecondsPerJiffy;

    /// <summary>Ticks of 1/250 s: <c>bpf_jiffies64</c>.</summary>
    public virtual ulong Jiffies => FirstJiffy + MonotonicNanoseconds / NanosecondsPerJiffy;

    /// <summary>Nanoseconds since 1970, which timers of <c>CLOCK_REALTIME</c> go by.</summary>
    internal long RealTimeNanoseconds => (long)AtomicTimeNanoseconds - TaiAheadOfUtc;

    /// <summary>Value for <c>bpf_get_attach_cookie</c>. 0 by default.</summary>
    public virtual ulong AttachCookie => 0;

    /// <summary>Address for <c>bpf_get_func_ip</c>. 0 by default.</summary>
    public virtual ulong FunctionAddress => 0;

    /// <summary>Longest packet, without its Ethernet header, that an interface takes: <c>bpf_check_mtu</c>. 0, no such interface, by default.</summary>
    public virtual int GetInterfaceMtu(uint number) => 0;

    /// <summary>A random number: <c>bpf_get_prandom_u32</c>.</summary>
    public virtual uint NextRandom() => (uint)Random.Shared.NextInt64(1L << 32);

    /// <summary>Number of an ancestor of the task's cgroup; 0 if there is none: <c>bpf_get_current_ancestor_cgroup_id</c>.</summary>
    /// <param name="level">0 is the root.</param>
    public virtual ulong AncestorCgroupId(int level) => level == 0 ? CgroupId : 0;

    /// <summary>Takes what a program prints: <c>bpf_trace_printk</c>. Nothing happens to it by default.</summary>
    /// <param name="text">UTF-8, as the kernel would put it into the trace; valid during the call only.</param>
    public virtual void Print(ReadOnlySpan<byte> text) { }

    /// <summary>Told of a timer's callback that broke a rule: nobody called it whom the fault could be told. Nothing happens by default.</summary>
    /// <param name="fault">What it did.</param>
    public virtual void OnCallbackFault(VmFault fault) { }

    /// <summary>Reads memory for <c>bpf_probe_read</c> and its kin that is not the program's own. By default there is none.</summary>
    /// <param name="address">What the program asked for: any number.</param>
    /// <param name="isUserMemory">Whether it asked for memory of the process, not of the kernel.</param>
    /// <param name="target">Where to put it.</param>
    /// <returns>Whether all of it was read.</returns>
    public virtual bool TryReadMemory(ulong address, bool isUserMemory, Span<byte> target) => false;

    /// <summary>Writes memory for <c>bpf_probe_write_user</c>. By default there is none.</summary>
    /// <returns>Whether all of it was written.</returns>
    public virtual bool TryWriteMemory(ulong address, ReadOnlySpan<byte> source) => false;

    /// <summary>The task's stack, innermost address first, for <c>bpf_get_stack</c> and <c>bpf_get_stackid</c>. By default it can't be told.</summary>
    /// <param name="isUserStack">The process's stack, not the kernel's.</param>
    /// <param name="addresses">Where to put the addresses.</param>
    /// <returns>How many there are; -1 if it can't be told.</returns>
    public virtual int CaptureStack(bool isUserStack, Span<ulong> addresses) => -1;

    private static readonly string s_processName = ReadProcessName();

    private static string ReadProcessName()
    {
        using var process = Process.GetCurrentProcess();
        return process.ProcessName;
    }

    /// <summary>The task's name as programs see it: at most 15 bytes.</summary>
    internal ReadOnlySpan<byte> NameBytes(Span<byte> buffer)
    {
        Encoding.UTF8.GetEncoder().Convert(TaskName, buffer, flush: true, out _, out int used, out _);
        return buffer[..used];
    }
}
