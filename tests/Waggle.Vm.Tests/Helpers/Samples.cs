namespace Waggle.Vm.Tests.Helpers;

/// <summary>Packets of 62 bytes. Their addresses are those for documentation (RFC 5737, RFC 3849).</summary>
internal static class Samples
{
    private const string Ethernet = "020000000001020000000002";

    /// <summary>UDP over IPv4.</summary>
    internal static byte[] IPv4 { get; } = Make("0800" + "450000300001000040110000c0000201c0000202" + "1f901f91001c1234");

    /// <summary>UDP over IPv6.</summary>
    internal static byte[] IPv6 { get; } = Make("86dd" + "6000000000081140" + "20010db8000000000000000000000001" + "20010db8000000000000000000000002" + "1f901f9100081234");

    /// <summary>IPv4 behind a VLAN tag.</summary>
    internal static byte[] Vlan { get; } = Make("8100" + "0007" + "0800" + "450000300001000040110000c0000201c0000202");

    /// <summary>A protocol that nobody knows.</summary>
    internal static byte[] Other { get; } = Make("88b5" + "0102030405060708");

    private static byte[] Make(string rest)
    {
        byte[] packet = new byte[62];
        byte[] start = Convert.FromHexString(Ethernet + rest);
        start.CopyTo(packet, 0);
        for (int i = start.Length; i < packet.Length; i++) packet[i] = (byte)i;
        return packet;
    }
}
