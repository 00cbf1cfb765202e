using Waggle.CSharp;

namespace Samples;

/// <summary>Runs in the kernel: reports each program that a process starts.</summary>
[BpfProgram]
public static partial class ExecWatch
{
    private static readonly RingBuffer<Started> s_events = new();

#pragma warning disable CS0649, IDE0044 // user code sets it, in the kernel
    private static int s_onlyParent; // 0: any
#pragma warning restore CS0649, IDE0044

    [Tracepoint("sched", "sched_process_exec")]
    private static void OnExec(ref readonly ExecRecord e)
    {
        int parent = Bpf.CurrentTask.Value.real_parent.Value.tgid; // fields are found in the running kernel by name
        if (s_onlyParent != 0 && parent != s_onlyParent) return;

        using var record = s_events.Reserve();  // given back at the end of the scope unless submitted
        if (!record.Exists) return;             // full: the buffer counts it

        ref Started started = ref record.Value;
        started.Process = Bpf.CurrentProcess;
        started.Parent = parent;
        Bpf.ReadCurrentComm(out started.Comm);
        Bpf.ReadRecordString(in e, e.__data_loc_filename, ref started.File);
        record.Submit();
    }
}
