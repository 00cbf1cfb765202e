namespace Waggle.CSharp;

/// <summary>An ARP message for IPv4 over Ethernet: 28 bytes (RFC 826).</summary>
public struct Arp
{
    /// <summary>Kind of link: 1 for Ethernet.</summary>
    public NetworkUInt16 HardwareType;

    /// <summary>Kind of address that is looked for: that of IPv4.</summary>
    public NetworkUInt16 ProtocolType;

    /// <summary>Bytes of a link address: 6.</summary>
    public byte HardwareLength;

    /// <summary>Bytes of a network address: 4.</summary>
    public byte ProtocolLength;

    /// <summary>1 for a question, 2 for an answer.</summary>
    public NetworkUInt16 Operation;

    /// <summary>Link address of the sender.</summary>
    public MacAddress SenderHardware;

    private PackedIPv4Address _sender;

    /// <summary>Link address that is looked for.</summary>
    public MacAddress TargetHardware;

    private PackedIPv4Address _target;

    /// <summary>Network address of the sender.</summary>
    public IPv4Address Sender
    {
        readonly get => _sender.Value;
        set => _sender.Value = value;
    }

    /// <summary>Network address that is looked for.</summary>
    public IPv4Address Target
    {
        readonly get => _target.Value;
        set => _target.Value = value;
    }
}
