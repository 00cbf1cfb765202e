namespace Waggle.Probes.Processes;

using System.Runtime.CompilerServices;
using Waggle.CSharp;
using Waggle.Probes.Kernel;

/// <summary>Reports each attempt to start a program that failed.</summary>
/// <remarks>Compile it together with <see cref="ExecTrace"/>, whose buffer it uses. The strings are read at the end of the call: by then the kernel has read them itself, so that their pages are
/// present; after a failed exec the memory is still the caller's.</remarks>
[BpfProgram]
public static class ExecFailureTrace
{
    private const int MaxArguments = 16;

    private static readonly HashMap<int, ExecAttempt> s_execAttempts = new();

    private static readonly PerCpuArrayMap<ulong> s_missedExecAttempts = new();

    [Tracepoint("syscalls", "sys_enter_execve")]
    private static void OnExecve(ref readonly SyscallEnterRecord e) => Start(e.args[0], e.args[1]);

    [Tracepoint("syscalls", "sys_enter_execveat")]
    private static void OnExecveAt(ref readonly SyscallEnterRecord e) => Start(e.args[1], e.args[2]);

    [Tracepoint("syscalls", "sys_exit_execve")]
    private static void OnExecveEnd(ref readonly SyscallExitRecord e) => End((int)e.ret);

    [Tracepoint("syscalls", "sys_exit_execveat")]
    private static void OnExecveAtEnd(ref readonly SyscallExitRecord e) => End((int)e.ret);

    private static void Start(ulong file, ulong arguments)
    {
        if (!ProcessFilter.Wants(Bpf.CurrentProcess)) return;

        ExecAttempt attempt = new() { File = file, Arguments = arguments };
        if (s_execAttempts.Set(Bpf.CurrentThread, in attempt)) return;

        MapValue<ulong> missed = s_missedExecAttempts.Find(0);
        if (missed.Exists) missed.Value++;
    }

    private static void End(int result)
    {
        if (!s_execAttempts.TryRemove(Bpf.CurrentThread, out ExecAttempt attempt) || result >= 0) return;

        using RingRecord<ExecEvent> record = ExecTrace.s_execs.Reserve();
        if (!record.Exists) return;

        ref ExecEvent exec = ref record.Value;
        exec.Time = Bpf.Now;
        exec.Result = result;
        Actor.ReadCurrent(ref exec.Actor);
        if (Bpf.ReadUserString(attempt.File, ref exec.File) < 0) exec.File[0] = 0;
        exec.ArgumentBytes = ReadArguments(attempt.Arguments, ref exec.Arguments);
        record.Submit(RingWakeup.Never);
    }

    /// <returns>Bytes used; more than there is room for if not everything fitted.</returns>
    private static uint ReadArguments(ulong list, ref Arguments arguments)
    {
        uint used = 0;
        for (int i = 0; i < MaxArguments; i++)
        {
            if (!Bpf.TryReadUser(list + ((ulong)i * sizeof(ulong)), out ulong argument) || argument == 0) return used;
            if (used > Arguments.Length - Argument.Length) break;

            int length = Bpf.ReadUserString(argument, ref Unsafe.As<byte, Argument>(ref arguments[(int)used]));
            if (length <= 0) return used;
            used += (uint)length;
        }

        return Arguments.Length + 1;
    }
}
