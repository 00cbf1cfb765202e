namespace Waggle.Benchmarks.Programs;

using Waggle.CSharp;

/// <summary>Counts the system calls of one process; syscall_counter.bpf.c is the same program in C.</summary>
[BpfProgram]
public static class SyscallCounter
{
    private static int s_process = -1;
    private static readonly ArrayMap<ulong> s_count = new();

    [RawTracepoint("sys_enter")]
    private static void OnEnter()
    {
        if (Bpf.CurrentProcess != s_process) return;

        MapValue<ulong> count = s_count.Find(0);
        if (count.Exists) count.Value++;
    }

    /// <summary>For plain C#: names the process to count.</summary>
    public static void Watch(int process) => s_process = process;
}
