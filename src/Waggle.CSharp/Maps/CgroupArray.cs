using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>cgroups by index (Linux 4.8). User code puts them in.</summary>
[MapKind(MapType.CgroupArray, Key = typeof(uint), Value = typeof(uint), Entries = 1)]
public sealed class CgroupArray
{
    /// <summary>Whether the current task is in a cgroup or one below it (<c>bpf_current_task_under_cgroup</c>, Linux 4.9).</summary>
    public bool HasCurrentTask(uint index) => CurrentTaskUnder(this, index) == 1;

    /// <summary>Whether the packet's socket is in a cgroup or one below it (<c>bpf_skb_under_cgroup</c>, Linux 4.8). For traffic control and
    /// tunnels.</summary>
    public bool HasPacket(uint index) => PacketUnder(ref ProgramContext.Current, this, index) == 1;

    [Helper(37, Since = "4.9")]
    private static long CurrentTaskUnder(object map, uint index) => (long)BpfHost.Current.Call(37, BpfHost.Current.AddressOf(map), index);

    [Helper(33, Since = "4.8")]
    private static long PacketUnder(ref byte context, object map, uint index) =>
        (long)BpfHost.Current.Call(33, BpfHost.Address(in context), BpfHost.Current.AddressOf(map), index);
}
