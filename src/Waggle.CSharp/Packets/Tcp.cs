namespace Waggle.CSharp;

/// <summary>Header of a TCP segment without its options: 20 bytes (RFC 9293, <c>struct tcphdr</c>).</summary>
public struct Tcp
{
    /// <summary>Port of the sender.</summary>
    public NetworkUInt16 SourcePort;

    /// <summary>Port of the receiver.</summary>
    public NetworkUInt16 DestinationPort;

    /// <summary>Number of the first byte of data.</summary>
    public NetworkUInt32 Sequence;

    /// <summary>Number of the byte that is expected next.</summary>
    public NetworkUInt32 Acknowledgement;

    /// <summary>Length of the header in 32-bit words in the high four bits.</summary>
    public byte LengthAndReserved;

    /// <summary>Control bits.</summary>
    public TcpFlags Flags;

    /// <summary>Bytes that the sender would take.</summary>
    public NetworkUInt16 Window;

    /// <summary>Internet checksum of header, data and addresses.</summary>
    public NetworkUInt16 Checksum;

    /// <summary>End of urgent data.</summary>
    public NetworkUInt16 UrgentPointer;

    /// <summary>Bytes of the header, options included: 20 to 60 in a valid segment.</summary>
    public readonly uint HeaderLength => (uint)(LengthAndReserved >> 4) * 4;

    /// <summary>Bytes of options behind this header: 0 to 40; 0 too if the header claims to be shorter than it is.</summary>
    public readonly uint OptionsLength => HeaderLength > 20 ? HeaderLength - 20 : 0;

    /// <summary>Whether it opens a connection: SYN without ACK.</summary>
    public readonly bool IsOpening => (Flags & (TcpFlags.Synchronize | TcpFlags.Acknowledge)) == TcpFlags.Synchronize;
}
