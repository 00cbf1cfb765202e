namespace Waggle.CSharp;

/// <summary>A VLAN tag behind an Ethernet header whose type is <see cref="EtherType.Vlan"/>: 4 bytes (IEEE 802.1Q).</summary>
public struct Vlan
{
    private NetworkUInt16 _control;
    private NetworkUInt16 _type;

    /// <summary>Number of the VLAN: 0 to 4095.</summary>
    public ushort Id
    {
        readonly get => (ushort)(_control & 0x0fff);
        set => _control = (ushort)(_control & 0xf000 | value & 0x0fff);
    }

    /// <summary>Priority: 0 to 7.</summary>
    public readonly byte Priority => (byte)(_control >> 13);

    /// <summary>What the frame carries behind the tag.</summary>
    public EtherType Type
    {
        readonly get => (EtherType)(ushort)_type;
        set => _type = (ushort)value;
    }
}
