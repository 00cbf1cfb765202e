using System.Text.Json;
using Waggle.Linux.Features;

namespace Waggle.Linux.KernelTests;

public class FeatureProbeTests
{
    // bpftool's names of types that ours spell otherwise.
    private static readonly Dictionary<string, string> s_bpftoolNames = new()
    {
        ["program_array"] = "prog_array",
        ["ring_buffer"] = "ringbuf",
        ["user_ring_buffer"] = "user_ringbuf",
        ["lwt_seg6_local"] = "lwt_seg6local",
        ["cgroup_storage_deprecated"] = "cgroup_storage",
        ["percpu_cgroup_storage_deprecated"] = "percpu_cgroup_storage",
        ["cgroup_storage"] = "cgrp_storage",
        ["dev_map"] = "devmap",
        ["dev_map_hash"] = "devmap_hash",
        ["sock_map"] = "sockmap",
        ["sock_hash"] = "sockhash",
        ["cpu_map"] = "cpumap",
        ["xsk_map"] = "xskmap",
        ["reuseport_sock_array"] = "reuseport_sockarray",
        ["extension"] = "ext",
    };

    [Fact]
    public void Run_MapAndProgramTypes_AgreeWithBpftool()
    {
        KernelAccess.RequireEngine();
        JsonElement theirs = Bpftool.Run("feature", "probe", "kernel");

        KernelReport ours = FeatureProbe.Run(TestContext.Current.CancellationToken);

        // Where a machine refuses some hooks of a type only, bpftool's one trial and ours may pick different ones.
        string[] byHook = ["tracing", "lsm", "extension"];
        Assert.Empty(Differences(theirs.GetProperty("program_types"), "prog", ours.ProgramTypes).Except(byHook));
        Assert.Empty(Differences(theirs.GetProperty("map_types"), "map", ours.MapTypes));
        Assert.Contains(ours.MapTypes, f => f is { Name: "ring_buffer", Availability: Availability.Yes });
    }

    [Fact]
    public void Run_Report_HasTheFactsOfThisMachine()
    {
        KernelAccess.RequireEngine();
        KernelAccess.RequireKernelBtf();

        KernelReport report = FeatureProbe.Run(TestContext.Current.CancellationToken);

        Assert.Equal(File.ReadAllText("/proc/sys/kernel/osrelease").Trim(), report.Release);
        Assert.Equal(new FileInfo("/sys/kernel/btf/vmlinux").Length, report.BtfSizeInBytes);
        Assert.InRange(report.BtfTypeCount, 10_000, int.MaxValue);
        Assert.True(report.Capabilities["CAP_SYS_ADMIN"]);
        Assert.Equal(Availability.Yes, report.TraceFs.Availability);
        Assert.Equal(Availability.Yes, report.Hooks.Single(f => f.Name == "tracepoint").Availability);
        Assert.Equal(Availability.Yes, report.Hooks.Single(f => f.Name == "raw_tp").Availability);
        Assert.Equal(Availability.Yes, report.Hooks.Single(f => f.Name == "tp_btf").Availability);
        Assert.All(report.ProgramTypes.Concat(report.MapTypes).Concat(report.Hooks),
            f => Assert.Equal(f.Availability == Availability.Yes, f.Advice.Length == 0));
    }

    [Fact]
    public void Run_Finished_LeavesNoDescriptor()
    {
        KernelAccess.RequireEngine();

        DescriptorCount.AssertSame(() => FeatureProbe.Run(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Run_Cancelled_Stops()
    {
        KernelAccess.RequireEngine();

        Assert.Throws<OperationCanceledException>(() => FeatureProbe.Run(new CancellationToken(canceled: true)));
    }

    private static IEnumerable<string> Differences(JsonElement theirs, string kind, IReadOnlyList<Feature> ours) =>
        from feature in ours
        let name = s_bpftoolNames.GetValueOrDefault(feature.Name, feature.Name)
        where theirs.TryGetProperty($"have_{name}_{kind}_type", out JsonElement theirAnswer)
            && theirAnswer.GetBoolean() != (feature.Availability == Availability.Yes)
        select feature.Name;
}
