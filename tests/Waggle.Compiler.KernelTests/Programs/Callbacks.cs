namespace Waggle.Compiler.KernelTests.Programs;

using Waggle.CSharp;

/// <summary>Helpers that call functions of the program back.</summary>
[BpfProgram]
public static class Callbacks
{
    [MaxEntries(64)] private static readonly HashMap<uint, ulong> s_table = new();
    [MaxEntries(4)] private static readonly ArrayMap<Job> s_jobs = new();
    [MaxBytes(4096)] private static readonly UserRingBuffer<ulong> s_requests = new();
    internal static ulong s_result;
    internal static ulong s_visits;
    internal static uint s_fired;

    [Xdp]
    private static XdpAction Sum(ref XdpContext packet)
    {
        ulong sum = 0;
        s_visits = (ulong)s_table.ForEach(static (ref readonly uint key, ref ulong value, ref ulong total) =>
        {
            total += value * key;
            value = 0;
            return LoopControl.Continue;
        }, ref sum);
        s_result = sum;
        return XdpAction.Pass;
    }

    [Xdp]
    private static XdpAction StartTimer(ref XdpContext packet)
    {
        MapValue<Job> job = s_jobs.Find(3);
        if (!job.Exists) return XdpAction.Drop;
        job.Value.Number = 41;
        if (MapTimer.Initialize(ref job.Value.Timer, s_jobs, MapTimer.Monotonic) != 0) return XdpAction.Drop;
        MapTimer.SetCallback<uint, Job>(ref job.Value.Timer, static (ref readonly key, ref value) =>
        {
            value.Number++;
            s_fired = key;
        });
        return MapTimer.Start(ref job.Value.Timer, 1000) == 0 ? XdpAction.Pass : XdpAction.Drop;
    }

    [Xdp]
    private static XdpAction Drain(ref XdpContext packet)
    {
        ulong sum = 0;
        s_visits = (ulong)s_requests.Drain(static (ref record, ref total) =>
        {
            if (!DynamicPointer.TryRead(ref record, 0, out ulong request)) return LoopControl.Stop;
            total += request;
            return LoopControl.Continue;
        }, ref sum);
        s_result = sum;
        return XdpAction.Pass;
    }

    internal struct Job
    {
        public MapTimer Timer;
        public ulong Number;
    }
}
