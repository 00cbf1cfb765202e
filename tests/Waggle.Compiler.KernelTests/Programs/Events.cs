namespace Waggle.Compiler.KernelTests.Programs;

using Waggle.CSharp;

/// <summary>Submits, discards and loses records.</summary>
[BpfProgram]
public static class Events
{
    [MaxBytes(4096)] private static readonly RingBuffer<Sample> s_samples = new();

    [RawTracepoint("sys_enter")]
    private static void Emit(ulong number, ulong mode)
    {
        using RingRecord<Sample> record = s_samples.Reserve();
        if (!record.Exists) return;
        if (mode == 1) return; // discarded
        ref Sample sample = ref record.Value;
        sample.Number = number;
        sample.Process = Bpf.CurrentProcess;
        sample.Thread = Bpf.CurrentThread;
        Bpf.ReadCurrentComm(out sample.Comm);
        if (mode == 2) record.Submit(RingWakeup.Never);
        else record.Submit();
    }

    public struct Sample
    {
        public ulong Number;
        public int Process;
        public int Thread;
        public Comm Comm;
    }
}
