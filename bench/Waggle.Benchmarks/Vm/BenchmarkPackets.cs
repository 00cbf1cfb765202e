using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Waggle.Benchmarks.Vm;

/// <summary>The packets that programs of bench/programs ask for.</summary>
internal static class BenchmarkPackets
{
    private const ushort IPv4 = 0x0800, IPv6 = 0x86dd, Vlan = 0x8100, QinQ = 0x88a8;
    private const byte HopByHop = 0, IpInIp = 4, Tcp = 6, Udp = 17, Routing = 43, Gre = 47, Options = 60;
    private const int VxlanPort = 4789, DnsPort = 53;

    public static byte[] Make(string name) => name switch
    {
        "tcp" => [.. Ethernet(IPv4), .. Ip4(Tcp, 20 + 32), .. TcpHeader(5), .. Random(32)],
        "tcp_options" => [.. Ethernet(IPv4), .. Ip4(Tcp, 40), .. TcpHeader(10), .. TcpOptions],
        "ipv6" => [.. Ethernet(IPv6), .. Ip6(HopByHop, 8 + 24 + 16 + 20), .. Extension(Routing, 1), .. Extension(Options, 3), .. Extension(Tcp, 2), .. TcpHeader(5)],
        "vlan" => [.. Ethernet(QinQ), .. Number(0x6064), .. Number(Vlan), .. Number(0x0065), .. Number(Vlan), .. Number(0x2066), .. Number(IPv4), .. Ip4(Tcp, 20), .. TcpHeader(5)],
        "vxlan" => [.. Ethernet(IPv4), .. Ip4(Udp, 8 + 8 + 14 + 28 + 16), .. UdpHeader(VxlanPort, 66), 8, 0, 0, 0, 0, 0x12, 0x34, 0, .. Ethernet(IPv4), .. Ip4(Udp, 8 + 16), .. UdpHeader(5000, 24), .. Random(16)],
        "tunnels" => [.. Ethernet(IPv4), .. Ip4(Gre, 100), 0x20, 0, .. Number(IPv4), 0, 0, 0, 7, .. Ip4(IpInIp, 72), .. Ip4(Gre, 52), 0, 0, .. Number(IPv4), .. Ip4(Udp, 28), .. UdpHeader(9, 28), .. Random(20)],
        "dns" => [.. Ethernet(IPv4), .. Ip4(Udp, 8 + 12 + 40), .. UdpHeader(DnsPort, 60), 0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. DnsName("Some.quite.LONG.host-name.example.org"), 0, 1, 0, 1],
        "http" => [.. Ethernet(IPv4), .. Ip4(Tcp, 20 + 331), .. TcpHeader(5), .. Encoding.ASCII.GetBytes(Http)],
        "numbers" => Encoding.ASCII.GetBytes(string.Join(' ', Enumerable.Range(1, 60).Select(i => (i % 3) switch
        {
            0 => string.Create(CultureInfo.InvariantCulture, $"{i * 7919L * i}"),
            1 => string.Create(CultureInfo.InvariantCulture, $"0x{i * 0x1234567L:x}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{i}"),
        }))),
        "words" => [.. "hotel echo quebec zulu alpha papa charlie kilo golf victor mike delta".Split(' ').SelectMany(word => Encoding.ASCII.GetBytes(word.PadRight(8, '\0')))],
        "repeated" => [.. Enumerable.Range(0, 512).Select(i => (byte)((i & 31) * 7 + (i is 77 or 300 ? 1 : 0)))],
        _ when name.StartsWith("random", StringComparison.Ordinal) => Random(int.Parse(name.AsSpan("random".Length), CultureInfo.InvariantCulture)),
        _ => throw new ArgumentException($"There is no packet '{name}'.", nameof(name)),
    };

    private const string Http =
        "GET /articles/2024/index.html?lang=en&page=3 HTTP/1.1\r\nHost: www.example.org\r\nUser-Agent: bench/1.0 (some system; x86_64)\r\n"
        + "Accept: text/html,application/json;q=0.9,*/*;q=0.8\r\nAccept-Encoding: gzip, br\r\nConnection: keep-alive\r\n"
        + "Cookie: session=0123456789abcdef; theme=dark\r\nIf-None-Match: \"5d8c72a5edda8\"\r\nX-Forwarded-For: 192.0.2.7\r\n\r\n";

    // Maximum segment size 1460, selective acknowledgements, timestamps, a filler, window scale 7.
    private static byte[] TcpOptions => [2, 4, 5, 0xb4, 4, 2, 8, 10, 0, 1, 2, 3, 0, 0, 0, 9, 1, 3, 3, 7];

    private static byte[] Ethernet(ushort type) => [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, .. Number(type)];

    private static byte[] Ip4(byte protocol, int payload)
    {
        byte[] header = [0x45, 0, .. Number(20 + payload), 0x12, 0x34, 0x40, 0, 64, protocol, 0, 0, 192, 0, 2, 1, 198, 51, 100, 7];
        uint sum = 0;
        for (int i = 0; i < header.Length; i += 2) sum += BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(i));
        sum = (sum & 0xffff) + (sum >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(10), (ushort)~(sum + (sum >> 16)));
        return header;
    }

    private static byte[] Ip6(byte next, int payload) =>
        [0x60, 0, 0, 0, .. Number(payload), next, 64, 0x20, 1, 0xd, 0xb8, .. new byte[11], 1, 0x20, 1, 0xd, 0xb8, .. new byte[11], 2];

    private static byte[] Extension(byte next, int words) => [next, (byte)(words - 1), .. Random(8 * words - 2)];

    private static byte[] TcpHeader(int words) =>
        [.. Number(43210), .. Number(443), 0x11, 0x22, 0x33, 0x44, 0, 0, 0, 1, (byte)(words << 4), 0x18, .. Number(64000), 0, 0, 0, 0];

    private static byte[] UdpHeader(int to, int length) => [.. Number(33333), .. Number(to), .. Number(length), 0, 0];

    private static byte[] DnsName(string name) =>
        [.. name.Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0];

    private static byte[] Number(int value) => [(byte)(value >> 8), (byte)value];

    // The same bytes each time: a linear congruence, its upper byte.
    private static byte[] Random(int length)
    {
        byte[] bytes = new byte[length];
        uint state = 12345;
        foreach (ref byte each in bytes.AsSpan())
        {
            state = state * 1664525 + 1013904223;
            each = (byte)(state >> 24);
        }

        return bytes;
    }
}
