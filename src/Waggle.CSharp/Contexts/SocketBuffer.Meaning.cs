using System.Runtime.CompilerServices;

namespace Waggle.CSharp;

/// <content>Where the packet goes, and what the kernel knows of it.</content>
public unsafe partial struct SocketBuffer
{
    /// <summary>Sends a copy of the packet to an interface (<c>bpf_clone_redirect</c>, Linux 4.2).</summary>
    /// <param name="interfaceIndex">Which one.</param>
    /// <param name="flags">0: it leaves there; 1: it arrives there.</param>
    /// <returns>0, or a negative errno.</returns>
    [Helper(13, Since = "4.2")]
    public long CloneTo(uint interfaceIndex, ulong flags = 0) =>
        (long)BpfHost.Current.Call(13, BpfHost.Address(in this), interfaceIndex, flags);

    /// <summary>Class id of the sender by the net_cls controller of cgroup v1 (<c>bpf_get_cgroup_classid</c>, Linux 4.3).</summary>
    [Helper(17, Since = "4.3")]
    public uint ClassIdOfSender() => (uint)BpfHost.Current.Call(17, BpfHost.Address(in this));

    /// <summary>The same, of the packet's socket (<c>bpf_skb_cgroup_classid</c>, Linux 5.10).</summary>
    [Helper(151, Since = "5.10")]
    public ulong ClassIdOfSocket() => BpfHost.Current.Call(151, BpfHost.Address(in this));

    /// <summary>Realm of the packet's route (<c>bpf_get_route_realm</c>, Linux 4.4).</summary>
    [Helper(24, Since = "4.4")]
    public uint RouteRealm() => (uint)BpfHost.Current.Call(24, BpfHost.Address(in this));

    /// <summary>Hash of the flow, computed if it is not known (<c>bpf_get_hash_recalc</c>, Linux 4.8).</summary>
    [Helper(34, Since = "4.8")]
    public uint RecalculateHash() => (uint)BpfHost.Current.Call(34, BpfHost.Address(in this));

    /// <summary>Makes the kernel compute the flow's hash anew (<c>bpf_set_hash_invalid</c>, Linux 4.9).</summary>
    /// <returns>0.</returns>
    [Helper(41, Since = "4.9")]
    public long ForgetHash() => (long)BpfHost.Current.Call(41, BpfHost.Address(in this));

    /// <summary>Sets the flow's hash (<c>bpf_set_hash</c>, Linux 4.13).</summary>
    /// <returns>0.</returns>
    [Helper(48, Since = "4.13")]
    public long SetHash(uint hash) => (long)BpfHost.Current.Call(48, BpfHost.Address(in this), hash);

    /// <summary>Id of the cgroup of the packet's socket (<c>bpf_skb_cgroup_id</c>, Linux 4.18).</summary>
    [Helper(79, Since = "4.18")]
    public ulong CgroupId() => BpfHost.Current.Call(79, BpfHost.Address(in this));

    /// <summary>Id of an ancestor of that cgroup (<c>bpf_skb_ancestor_cgroup_id</c>, Linux 4.19).</summary>
    /// <param name="level">Below the root, which is level 0.</param>
    [Helper(83, Since = "4.19")]
    public ulong CgroupAncestorId(int level) => BpfHost.Current.Call(83, BpfHost.Address(in this), (ulong)level);

    /// <summary>A number for the packet's socket, unique while the machine runs (<c>bpf_get_socket_cookie</c>, Linux 4.12).</summary>
    [Helper(46, Since = "4.12")]
    public ulong SocketCookie() => BpfHost.Current.Call(46, BpfHost.Address(in this));

    /// <summary>User id of who owns the packet's socket (<c>bpf_get_socket_uid</c>, Linux 4.12).</summary>
    [Helper(47, Since = "4.12")]
    public uint SocketUser() => (uint)BpfHost.Current.Call(47, BpfHost.Address(in this));

    /// <summary>Sets when the packet is to leave (<c>bpf_skb_set_tstamp</c>, Linux 5.18).</summary>
    /// <param name="timestamp">Nanoseconds.</param>
    /// <param name="type">0 for the system clock, 1 for CLOCK_MONOTONIC.</param>
    /// <returns>0, or a negative errno.</returns>
    [Helper(192, Since = "5.18")]
    public long SetTimestamp(ulong timestamp, uint type) => (long)BpfHost.Current.Call(192, BpfHost.Address(in this), timestamp, type);

    [Helper(20, Since = "4.3")]
    private long GetTunnelKey(ref TunnelKey key, uint size, ulong flags) =>
        (long)BpfHost.Current.Call(20, BpfHost.Address(in this), BpfHost.Address(in key), size, flags);

    [Helper(21, Since = "4.3")]
    private long SetTunnelKey(ref readonly TunnelKey key, uint size, ulong flags) =>
        (long)BpfHost.Current.Call(21, BpfHost.Address(in this), BpfHost.Address(in key), size, flags);

    [Helper(29, Since = "4.6")]
    private long GetTunnelOptions(ref byte buffer, uint size) =>
        (long)BpfHost.Current.Call(29, BpfHost.Address(in this), BpfHost.Address(in buffer), size);

    [Helper(30, Since = "4.6")]
    private long SetTunnelOptions(ref readonly byte buffer, uint size) =>
        (long)BpfHost.Current.Call(30, BpfHost.Address(in this), BpfHost.Address(in buffer), size);

    [Helper(66, Since = "4.18")]
    private long GetTransform(uint index, ref TransformState state, uint size, ulong flags) =>
        (long)BpfHost.Current.Call(66, BpfHost.Address(in this), index, BpfHost.Address(in state), size, flags);

    /// <summary>What the tunnel was that the packet came by (<c>bpf_skb_get_tunnel_key</c>, Linux 4.3).</summary>
    /// <param name="key">The answer.</param>
    /// <param name="isIPv6">Whether the tunnel's addresses are IPv6's.</param>
    /// <returns>Whether it came by a tunnel.</returns>
    public bool TryGetTunnel(out TunnelKey key, bool isIPv6 = false)
    {
        Unsafe.SkipInit(out key);
        return GetTunnelKey(ref key, (uint)Unsafe.SizeOf<TunnelKey>(), isIPv6 ? 1UL : 0UL) == 0;
    }

    /// <summary>Which tunnel the packet is to leave by, through an interface that collects metadata (<c>bpf_skb_set_tunnel_key</c>, Linux 4.3).</summary>
    /// <param name="key">The tunnel.</param>
    /// <param name="flags"><c>BPF_F_*</c>: 1 for IPv6.</param>
    /// <returns>Whether it could be set.</returns>
    public bool TrySetTunnel(scoped in TunnelKey key, ulong flags = 0) => SetTunnelKey(in key, (uint)Unsafe.SizeOf<TunnelKey>(), flags) == 0;

    /// <summary>Options of the tunnel that the packet came by (<c>bpf_skb_get_tunnel_opt</c>, Linux 4.6).</summary>
    /// <returns>Bytes, or a negative errno.</returns>
    public long ReadTunnelOptions<T>(ref T options) where T : unmanaged => GetTunnelOptions(ref Unsafe.As<T, byte>(ref options), (uint)Unsafe.SizeOf<T>());

    /// <summary>Options of the tunnel that the packet is to leave by (<c>bpf_skb_set_tunnel_opt</c>, Linux 4.6).</summary>
    /// <returns>0, or a negative errno.</returns>
    public long WriteTunnelOptions<T>(scoped in T options) where T : unmanaged =>
        SetTunnelOptions(in Unsafe.As<T, byte>(ref Unsafe.AsRef(in options)), (uint)Unsafe.SizeOf<T>());

    /// <summary>How IPsec unwrapped the packet (<c>bpf_skb_get_xfrm_state</c>, Linux 4.18).</summary>
    /// <param name="index">Which of several transformations.</param>
    /// <param name="state">The answer.</param>
    /// <returns>Whether there is such a transformation.</returns>
    public bool TryGetTransform(uint index, out TransformState state)
    {
        Unsafe.SkipInit(out state);
        return GetTransform(index, ref state, (uint)Unsafe.SizeOf<TransformState>(), 0) == 0;
    }
}
