namespace Waggle.Probes.Latency;

using Waggle.CSharp;
using Waggle.Probes.Kernel;
using Waggle.Probes.Processes;

/// <summary>Times each request to a block device, from its issue to the driver to its completion.</summary>
[BpfProgram]
public static class BlockLatency
{
    private static readonly HashMap<ulong, ulong> s_blockIssued = new(); // when, by address of the request

    [MaxEntries(LatencyHistogram.Length)]
    private static readonly PerCpuArrayMap<ulong> s_blockLatency = new();

    private static readonly PerCpuArrayMap<ulong> s_missedBlockRequests = new();

    [TypedTracepoint("block_rq_issue")]
    private static void OnBlockIssue(KernelPointer<Request> request)
    {
        if (!ProcessFilter.Wants(Bpf.CurrentProcess)) return;
        if (s_blockIssued.Set(request.Address, Bpf.Now)) return;

        MapValue<ulong> missed = s_missedBlockRequests.Find(0);
        if (missed.Exists) missed.Value++;
    }

    // A request may complete in parts; the time to the first is the one that counts.
    [TypedTracepoint("block_rq_complete")]
    private static void OnBlockComplete(KernelPointer<Request> request)
    {
        if (s_blockIssued.TryRemove(request.Address, out ulong issued)) LatencyHistogram.Add(s_blockLatency, Bpf.Now - issued);
    }
}
