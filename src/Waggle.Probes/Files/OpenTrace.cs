namespace Waggle.Probes.Files;

using Waggle.CSharp;
using Waggle.Probes.Kernel;
using Waggle.Probes.Processes;

/// <summary>Reports each call that opens a file: open, creat, openat and openat2.</summary>
/// <remarks>The path is read at the end of the call: by then the kernel has read it itself, so that its page is present.</remarks>
[BpfProgram]
public static class OpenTrace
{
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const uint CreateFlags = 0x241; // O_CREAT | O_WRONLY | O_TRUNC: what creat means

    private static readonly HashMap<int, OpenAttempt> s_openAttempts = new();

    private static readonly PerCpuArrayMap<ulong> s_missedOpenAttempts = new();

    [MaxBytes(16 * 1024 * 1024)]
    private static readonly RingBuffer<OpenEvent> s_opens = new();

    [Tracepoint("syscalls", "sys_enter_open")]
    private static void OnOpen(ref readonly SyscallEnterRecord e) =>
        Start(CurrentDirectory, e.args[0], (uint)e.args[1], (uint)e.args[2], 0);

    [Tracepoint("syscalls", "sys_enter_creat")]
    private static void OnCreate(ref readonly SyscallEnterRecord e) =>
        Start(CurrentDirectory, e.args[0], CreateFlags, (uint)e.args[1], 0);

    [Tracepoint("syscalls", "sys_enter_openat")]
    private static void OnOpenAt(ref readonly SyscallEnterRecord e) =>
        Start((int)e.args[0], e.args[1], (uint)e.args[2], (uint)e.args[3], 0);

    [Tracepoint("syscalls", "sys_enter_openat2")]
    private static void OnOpenAt2(ref readonly SyscallEnterRecord e) =>
        Start((int)e.args[0], e.args[1], 0, 0, e.args[2]);

    [Tracepoint("syscalls", "sys_exit_open")]
    private static void OnOpenEnd(ref readonly SyscallExitRecord e) => End((int)e.ret);

    [Tracepoint("syscalls", "sys_exit_creat")]
    private static void OnCreateEnd(ref readonly SyscallExitRecord e) => End((int)e.ret);

    [Tracepoint("syscalls", "sys_exit_openat")]
    private static void OnOpenAtEnd(ref readonly SyscallExitRecord e) => End((int)e.ret);

    [Tracepoint("syscalls", "sys_exit_openat2")]
    private static void OnOpenAt2End(ref readonly SyscallExitRecord e) => End((int)e.ret);

    private static void Start(int directory, ulong path, uint flags, uint mode, ulong how)
    {
        if (!ProcessFilter.Wants(Bpf.CurrentProcess)) return;

        OpenAttempt attempt = new() { Path = path, How = how, Flags = flags, Mode = mode, Directory = directory };
        if (s_openAttempts.Set(Bpf.CurrentThread, in attempt)) return;

        MapValue<ulong> missed = s_missedOpenAttempts.Find(0);
        if (missed.Exists) missed.Value++;
    }

    private static void End(int result)
    {
        if (!s_openAttempts.TryRemove(Bpf.CurrentThread, out OpenAttempt attempt)) return;

        using RingRecord<OpenEvent> record = s_opens.Reserve();
        if (!record.Exists) return;

        ref OpenEvent open = ref record.Value;
        open.Time = Bpf.Now;
        open.Result = result;
        open.Flags = attempt.Flags;
        open.Mode = attempt.Mode;
        open.Directory = attempt.Directory;
        if (attempt.How != 0 && Bpf.TryReadUser(attempt.How, out OpenHow how))
        {
            open.Flags = (uint)how.Flags;
            open.Mode = (uint)how.Mode;
        }

        Actor.ReadCurrent(ref open.Actor);
        if (Bpf.ReadUserString(attempt.Path, ref open.Path) < 0) open.Path[0] = 0;
        record.Submit(RingWakeup.Never);
    }
}
