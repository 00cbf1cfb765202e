namespace Waggle.Vm.Execution;

/// <summary>How programs see a packet.</summary>
internal enum PacketKind
{
    /// <summary>As <c>struct xdp_md</c>: fixed room before and behind the data.</summary>
    Xdp,

    /// <summary>As <c>struct __sk_buff</c>: room is made as it is needed.</summary>
    SocketBuffer,
}
