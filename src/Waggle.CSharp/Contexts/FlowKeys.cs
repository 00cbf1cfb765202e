using System.Runtime.InteropServices;

namespace Waggle.CSharp;

/// <summary>What a flow is known by: <c>struct bpf_flow_keys</c> (Linux 4.20). A <see cref="FlowDissectorAttribute"/> program fills it in.</summary>
/// <remarks></remarks>
[StructLayout(LayoutKind.Sequential)]
public partial struct FlowKeys
{
    private ushort _networkOffset;
    private ushort _transportOffset;
    private ushort _addressProtocol;
    private byte _isFragment;
    private byte _isFirst;
    private byte _isEncapsulated;
    private IpProtocol _protocol;
    private NetworkUInt16 _networkProtocol;
    private NetworkUInt16 _sourcePort;
    private NetworkUInt16 _destinationPort;
    private IPv6Address _source;
    private IPv6Address _destination;
    private uint _flags;
    private NetworkUInt32 _label;

    /// <summary>Where the network header starts.</summary>
    public ushort NetworkOffset
    {
        readonly get => _networkOffset;
        set => _networkOffset = value;
    }

    /// <summary>Where the transport header starts.</summary>
    public ushort TransportOffset
    {
        readonly get => _transportOffset;
        set => _transportOffset = value;
    }

    /// <summary>Of which protocol the addresses are.</summary>
    public EtherType AddressProtocol
    {
        readonly get => (EtherType)_addressProtocol;
        set => _addressProtocol = (ushort)value;
    }

    /// <summary>1 for a fragment.</summary>
    public byte IsFragment
    {
        readonly get => _isFragment;
        set => _isFragment = value;
    }

    /// <summary>1 for the first one.</summary>
    public byte IsFirstFragment
    {
        readonly get => _isFirst;
        set => _isFirst = value;
    }

    /// <summary>1 if the packet is inside another one.</summary>
    public byte IsEncapsulated
    {
        readonly get => _isEncapsulated;
        set => _isEncapsulated = value;
    }

    /// <summary>What the packet carries.</summary>
    public IpProtocol Protocol
    {
        readonly get => _protocol;
        set => _protocol = value;
    }

    /// <summary>What the frame carries.</summary>
    public NetworkUInt16 NetworkProtocol
    {
        readonly get => _networkProtocol;
        set => _networkProtocol = value;
    }

    /// <summary>Port of the sender.</summary>
    public NetworkUInt16 SourcePort
    {
        readonly get => _sourcePort;
        set => _sourcePort = value;
    }

    /// <summary>Port of the receiver.</summary>
    public NetworkUInt16 DestinationPort
    {
        readonly get => _destinationPort;
        set => _destinationPort = value;
    }

    /// <summary>Who sent it, by IPv6; the first two words are both addresses of an IPv4 packet.</summary>
    public IPv6Address SourceIPv6
    {
        readonly get => _source;
        set => _source = value;
    }

    /// <summary>Who is to receive it, by IPv6.</summary>
    public IPv6Address DestinationIPv6
    {
        readonly get => _destination;
        set => _destination = value;
    }

    /// <summary>What the kernel wants to know.</summary>
    public uint Flags
    {
        readonly get => _flags;
        set => _flags = value;
    }

    /// <summary>Flow label of IPv6.</summary>
    public NetworkUInt32 FlowLabel
    {
        readonly get => _label;
        set => _label = value;
    }

    /// <summary>Sets both addresses of an IPv4 packet.</summary>
    public void SetIPv4(IPv4Address source, IPv4Address destination)
    {
        _source[0] = NetworkUInt32.FromRaw(source.Raw);
        _source[1] = NetworkUInt32.FromRaw(destination.Raw);
    }
}
