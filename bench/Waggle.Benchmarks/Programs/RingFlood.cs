namespace Waggle.Benchmarks.Programs;

using Waggle.CSharp;

/// <summary>Sends a burst of 64-byte records at each system call of one thread.</summary>
[BpfProgram]
public static class RingFlood
{
    /// <summary>Records sent at each system call.</summary>
    public const int Burst = 64;

    private static int s_thread = -1;
    private static ulong s_next;

    [MaxBytes(64 * 1024 * 1024)]
    private static readonly RingBuffer<Record64> s_records = new();

    [RawTracepoint("sys_enter")]
    private static void OnEnter()
    {
        if (Bpf.CurrentThread != s_thread) return;

        ulong number = s_next;
        for (int i = 0; i < Burst; i++)
        {
            using RingRecord<Record64> record = s_records.Reserve();
            if (!record.Exists) continue;

            ref Record64 value = ref record.Value;
            value.Number = number + (ulong)i;
            value.Time = 1;
            value.Process = 2;
            value.Thread = 3;
            value.User = 4;
            value.Cgroup = 5;
            value.Address = 6;
            value.Length = 7;
            record.Submit(RingWakeup.Never);
        }

        s_next = number + Burst;
    }

    /// <summary>For plain C#: names the thread.</summary>
    public static void Watch(int thread) => s_thread = thread;
}
