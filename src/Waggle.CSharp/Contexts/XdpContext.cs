using System.Runtime.InteropServices;

namespace Waggle.CSharp;

/// <summary>A packet as an XDP program sees it: <c>struct xdp_md</c> (Linux 4.8).</summary>
[StructLayout(LayoutKind.Sequential)]
[BtfName("xdp_md")]
public partial struct XdpContext
{
    private readonly uint _data;
    private readonly uint _dataEnd;
    private readonly uint _dataMeta;
    private readonly uint _ingressInterface;
    private readonly uint _receiveQueue;
    private readonly uint _egressInterface;

    /// <summary>Index of the interface that the packet came by.</summary>
    public readonly uint IngressInterface => _ingressInterface;

    /// <summary>Index of the queue of that interface.</summary>
    public readonly uint ReceiveQueue => _receiveQueue;

    /// <summary>Index of the interface that the packet leaves by; for programs at <see cref="XdpPlace.DeviceMap"/> only (Linux 5.8).</summary>
    public readonly uint EgressInterface => _egressInterface;

    /// <summary>The packet's bytes from the first one on, or those of its first part.</summary>
    public readonly PacketCursor Cursor => new(_data, _dataEnd);

    /// <summary>The bytes of metadata in front of the packet that <see cref="TryAdjustMetadata"/> made room for (Linux 4.15).</summary>
    public readonly PacketCursor Metadata => new(_dataMeta, _data);
}
