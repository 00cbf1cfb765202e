namespace Waggle.CSharp;

/// <summary>Header of an Ethernet frame: 14 bytes (IEEE 802.3, <c>struct ethhdr</c>).</summary>
public struct Ethernet
{
    /// <summary>Who is to receive the frame.</summary>
    public MacAddress Destination;

    /// <summary>Who sent it.</summary>
    public MacAddress Source;

    private NetworkUInt16 _type;

    /// <summary>What the frame carries.</summary>
    public EtherType Type
    {
        readonly get => (EtherType)(ushort)_type;
        set => _type = (ushort)value;
    }
}
