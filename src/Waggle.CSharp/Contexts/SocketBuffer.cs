using System.Runtime.InteropServices;

namespace Waggle.CSharp;

/// <summary>A packet as most network programs see it: <c>struct __sk_buff</c>.</summary>
/// <remarks>A program type reads and writes some of the fields only: the verifier says "invalid bpf_context access" of others. Addresses and ports are those of the
/// socket, for <see cref="SocketStreamAttribute"/>, <see cref="CgroupSkbAttribute"/> and the like.</remarks>
[StructLayout(LayoutKind.Sequential)]
[BtfName("__sk_buff")]
public unsafe partial struct SocketBuffer
{
    private readonly uint _length;
    private readonly uint _type;
    private uint _mark;
    private uint _queue;
    private readonly uint _protocol;
    private readonly uint _vlanPresent;
    private readonly uint _vlanControl;
    private readonly uint _vlanProtocol;
    private uint _priority;
    private readonly uint _ingressInterface;
    private readonly uint _interface;
    private uint _tcIndex;
    private Words5 _scratch;
    private readonly uint _hash;
    private uint _classId;
    private readonly uint _data;
    private readonly uint _dataEnd;
    private readonly uint _napi;
    private readonly uint _family;
    private readonly uint _remoteIPv4;
    private readonly uint _localIPv4;
    private IPv6Address _remoteIPv6;
    private IPv6Address _localIPv6;
    private readonly uint _remotePort;
    private readonly uint _localPort;
    private readonly uint _dataMeta;
    private readonly ulong _flowKeys;
    private ulong _timestamp;
    private readonly uint _wireLength;
    private readonly uint _segments;
    private readonly ulong _socket;
    private readonly uint _segmentSize;
    private readonly byte _timestampType;
    private readonly ulong _hardwareTimestamp;

    /// <summary>Bytes of the packet.</summary>
    public readonly uint Length => _length;

    /// <summary>Who it is for; <c>PACKET_*</c> of include/uapi/linux/if_packet.h.</summary>
    public readonly uint Type => _type;

    /// <summary>Mark for routing and filters. Written by traffic control, cgroup and tunnel programs.</summary>
    public uint Mark
    {
        readonly get => _mark;
        set => _mark = value;
    }

    /// <summary>Queue that it leaves by. Written by traffic control programs.</summary>
    public uint Queue
    {
        readonly get => _queue;
        set => _queue = value;
    }

    /// <summary>What the frame carries.</summary>
    public readonly EtherType Protocol => (EtherType)(ushort)NetworkUInt16.FromRaw((ushort)_protocol);

    /// <summary>Whether it has a VLAN tag that the network card took out.</summary>
    public readonly bool HasVlan => _vlanPresent != 0;

    /// <summary>That tag: priority and number.</summary>
    public readonly uint VlanControl => _vlanControl;

    /// <summary>Kind of that tag.</summary>
    public readonly EtherType VlanProtocol => (EtherType)(ushort)NetworkUInt16.FromRaw((ushort)_vlanProtocol);

    /// <summary>Priority for queueing. Written by traffic control, cgroup and tunnel programs.</summary>
    public uint Priority
    {
        readonly get => _priority;
        set => _priority = value;
    }

    /// <summary>Index of the interface that it came by; 0 if it was made here.</summary>
    public readonly uint IngressInterface => _ingressInterface;

    /// <summary>Index of the interface that it is at.</summary>
    public readonly uint Interface => _interface;

    /// <summary>Traffic control's index. Written by traffic control programs.</summary>
    public uint TcIndex
    {
        readonly get => _tcIndex;
        set => _tcIndex = value;
    }

    /// <summary>Hash of the flow, if it is known; see <see cref="RecalculateHash"/>.</summary>
    public readonly uint Hash => _hash;

    /// <summary>Traffic control class. Written by traffic control programs.</summary>
    public uint ClassId
    {
        readonly get => _classId;
        set => _classId = value;
    }

    /// <summary>Which receive queue polled it.</summary>
    public readonly uint NapiId => _napi;

    /// <summary>Address family of the socket: 2 for IPv4, 10 for IPv6.</summary>
    public readonly uint Family => _family;

    /// <summary>Address of the peer.</summary>
    public readonly IPv4Address RemoteIPv4 => IPv4Address.FromRaw(_remoteIPv4);

    /// <summary>Address of this side.</summary>
    public readonly IPv4Address LocalIPv4 => IPv4Address.FromRaw(_localIPv4);

    /// <summary>Address of the peer.</summary>
    public readonly IPv6Address RemoteIPv6 => _remoteIPv6;

    /// <summary>Address of this side.</summary>
    public readonly IPv6Address LocalIPv6 => _localIPv6;

    /// <summary>Port of the peer, in the first two bytes in network byte order.</summary>
    public readonly NetworkUInt16 RemotePort => NetworkUInt16.FromRaw((ushort)_remotePort);

    /// <summary>Port of this side, in host byte order.</summary>
    public readonly uint LocalPort => _localPort;

    /// <summary>Nanoseconds: when it arrived, or is to leave. Written by traffic control and cgroup programs.</summary>
    public ulong Timestamp
    {
        readonly get => _timestamp;
        set => _timestamp = value;
    }

    /// <summary>Bytes on the wire, headers of segments included.</summary>
    public readonly uint WireLength => _wireLength;

    /// <summary>How many segments it will become.</summary>
    public readonly uint Segments => _segments;

    /// <summary>Bytes of data in each segment; 0 if it is one.</summary>
    public readonly uint SegmentSize => _segmentSize;

    /// <summary>Which clock <see cref="Timestamp"/> is of.</summary>
    public readonly byte TimestampType => _timestampType;

    /// <summary>Nanoseconds by the network card's clock; 0 if there is none.</summary>
    public readonly ulong HardwareTimestamp => _hardwareTimestamp;

    /// <summary>The packet's bytes that lie in one piece, from the first one on. <see cref="TryPull"/> makes that piece longer.</summary>
    public readonly PacketCursor Cursor => new(_data, _dataEnd);

    /// <summary>The bytes of metadata in front of the packet that an XDP program left.</summary>
    public readonly PacketCursor Metadata => new(_dataMeta, _data);

    /// <summary>The socket that the packet belongs to; it may not exist. Its fields beyond the first can be read once
    /// <see cref="SocketReference.Full"/> says that it is a full socket.</summary>
    public readonly SocketReference Socket => new(_socket);

    /// <summary>The keys that a <see cref="FlowDissectorAttribute"/> program fills in.</summary>
    public readonly ref FlowKeys FlowKeys => ref *(FlowKeys*)_flowKeys;

    /// <summary>A word of scratch memory that goes with the packet from one program to the next (<c>cb</c>).</summary>
    /// <param name="index">A constant: 0 to 4.</param>
    public uint GetScratch(int index) => _scratch[index];

    /// <summary>Sets a word of scratch memory (<c>cb</c>).</summary>
    /// <param name="index">A constant: 0 to 4.</param>
    /// <param name="value">Its new value.</param>
    public void SetScratch(int index, uint value) => _scratch[index] = value;
}
