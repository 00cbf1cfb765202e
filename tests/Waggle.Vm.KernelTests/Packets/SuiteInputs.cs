using System.Buffers.Binary;
using Waggle.Bpf.Catalog;

namespace Waggle.Vm.KernelTests.Packets;

/// <summary>What programs of the kernel suites are given: the same in each run.</summary>
internal static class SuiteInputs
{
    private const int Seed = 20261123, RandomCount = 60, ArgumentCount = 20;
    private const byte Icmp = 1, IpIp = 4, Tcp = 6, Udp = 17, Gre = 47, Icmp6 = 58;

    /// <summary>Packets: sound ones of many protocols, the same cut off, random ones of lengths from 14 to 1,500, and sound ones with damage.</summary>
    public static IReadOnlyList<byte[]> Packets { get; } = MakePackets();

    /// <summary>The inputs for a type of program.</summary>
    public static IEnumerable<(byte[] Packet, byte[] Context)> For(ProgramType type) => type switch
    {
        ProgramType.Xdp => Packets.Select((p, i) => (p, i % 3 == 2 ? FrameContext(p.Length, i) : [])),
        ProgramType.RawTracepoint => Contexts(96), // 12 arguments
        ProgramType.Syscall => Contexts(64),
        ProgramType.SkLookup => Enumerable.Range(0, ArgumentCount).Select(i => (Array.Empty<byte>(), LookupContext(i))),
        ProgramType.Netfilter or ProgramType.FlowDissector => Packets.Select(p => (p, Array.Empty<byte>())),
        _ => Packets.Select((p, i) => (p, i % 3 == 2 ? BufferContext(i) : [])),
    };

    private static List<byte[]> MakePackets()
    {
        Random random = new(Seed);
        List<byte[]> sound =
        [
            Ethernet(0x0800, IPv4(Tcp, Transport(Tcp, 40))), Ethernet(0x0800, IPv4(Udp, Transport(Udp, 100))), Ethernet(0x0800, IPv4(Icmp, new byte[64])),
            Ethernet(0x0800, IPv4(Udp, Transport(Udp, 30), options: 8)), Ethernet(0x0800, IPv4(Tcp, Transport(Tcp, 1400))), Ethernet(0x0800, IPv4(Tcp, new byte[8], fragment: 0x2010)),
            Ethernet(0x0800, IPv4(IpIp, IPv4(Udp, Transport(Udp, 20)))), Ethernet(0x0800, IPv4(Gre, [0, 0, 8, 0, .. IPv4(Tcp, Transport(Tcp, 20))])),
            Ethernet(0x86DD, IPv6(Tcp, Transport(Tcp, 60))), Ethernet(0x86DD, IPv6(Udp, Transport(Udp, 500))), Ethernet(0x86DD, IPv6(Icmp6, new byte[40])),
            Ethernet(0x86DD, IPv6(0, [Tcp, 0, .. new byte[6], .. Transport(Tcp, 10)])),
            Ethernet(0x8100, [0, 42, 8, 0, .. IPv4(Tcp, Transport(Tcp, 40))]), Ethernet(0x88A8, [0, 1, 0x81, 0, 0, 2, 8, 0, .. IPv4(Udp, Transport(Udp, 40))]),
            Ethernet(0x0806, new byte[46]), Ethernet(0x05DC, [0xFF, 0xFF, .. new byte[44]]), Ethernet(0x0020, new byte[46]),
            Ethernet(0x0800, IPv4(Udp, Transport(Udp, 60, port: 53))), Ethernet(0x0800, IPv4(Udp, Transport(Udp, 1400, port: 4789))),
        ];
        sound.Add([.. Enumerable.Repeat((byte)0xFF, 6), .. sound[1].AsSpan(6)]); // to all
        sound.Add([1, 0, 0x5E, 0, 0, 1, .. sound[1].AsSpan(6)]);               // to some
        sound.Add([0, 0, 0, 0, 0, 0, .. sound[1].AsSpan(6)]);                  // to this host
        List<byte[]> packets = [.. sound];
        foreach (byte[] packet in sound)
        {
            foreach (int length in (int[])[14, 15, 18, 33, 34, 41, 42, 53, 54])
            {
                if (length < packet.Length) packets.Add(packet[..length]);
            }

            byte[] damaged = [.. packet];
            for (int i = 0; i < 3; i++) damaged[random.Next(12, damaged.Length)] = (byte)random.Next(256);
            packets.Add(damaged);
        }

        for (int i = 0; i < RandomCount; i++)
        {
            byte[] packet = new byte[i < 20 ? 14 + i : random.Next(14, 1501)];
            random.NextBytes(packet);
            packets.Add(packet);
        }

        return packets;
    }

    private static byte[] Ethernet(ushort protocol, byte[] payload) => [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, (byte)(protocol >> 8), (byte)protocol, .. payload];

    private static byte[] IPv4(byte protocol, byte[] payload, int options = 0, ushort fragment = 0)
    {
        byte[] header = new byte[20 + options];
        header[0] = (byte)(0x40 | header.Length / 4);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)(header.Length + payload.Length));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(6), fragment);
        (header[8], header[9]) = (64, protocol);
        ((byte[])[192, 0, 2, 1, 198, 51, 100, 7]).CopyTo(header, 12);
        uint sum = 0;
        for (int i = 0; i < header.Length; i += 2) sum += BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(i));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(10), (ushort)~((sum & 0xFFFF) + (sum >> 16)));
        return [.. header, .. payload];
    }

    private static byte[] IPv6(byte next, byte[] payload) =>
        [0x60, 0, 0, 0, (byte)(payload.Length >> 8), (byte)payload.Length, next, 64, 0x20, 1, 0x0d, 0xb8, .. new byte[11], 1, 0x20, 1, 0x0d, 0xb8, .. new byte[11], 2, .. payload];

    private static byte[] Transport(byte protocol, int payload, ushort port = 443)
    {
        byte[] bytes = new byte[(protocol == Tcp ? 20 : 8) + payload];
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)(i * 7);
        BinaryPrimitives.WriteUInt16BigEndian(bytes, 50_000);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), port);
        if (protocol == Tcp) (bytes[12], bytes[13]) = (0x50, 0x02); // 5 words, SYN
        else BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(4), (ushort)bytes.Length);
        return bytes;
    }

    private static IEnumerable<(byte[], byte[])> Contexts(int size)
    {
        Random random = new(Seed);
        for (int i = 0; i < ArgumentCount; i++)
        {
            byte[] context = new byte[size];
            if (i > 0) random.NextBytes(context);
            for (int j = 0; i < ArgumentCount / 2 && j < size; j += 8) context.AsSpan(j + 1, 7).Clear(); // half of them small numbers
            yield return ([], context);
        }
    }

    // struct xdp_md: data is how much metadata the packet begins with, data_end all of it.
    private static byte[] FrameContext(int length, int number)
    {
        byte[] context = new byte[24];
        BinaryPrimitives.WriteInt32LittleEndian(context, length > 40 && number % 2 == 0 ? 8 : 0);
        BinaryPrimitives.WriteInt32LittleEndian(context.AsSpan(4), length);
        return context;
    }

    // struct __sk_buff: the fields that a test run takes.
    private static byte[] BufferContext(int number)
    {
        byte[] context = new byte[192];
        BinaryPrimitives.WriteInt32LittleEndian(context.AsSpan(8), number);       // mark
        BinaryPrimitives.WriteInt32LittleEndian(context.AsSpan(32), 3 * number);  // priority
        for (int i = 0; i < 5; i++) BinaryPrimitives.WriteInt32LittleEndian(context.AsSpan(48 + 4 * i), number + i); // cb
        BinaryPrimitives.WriteInt64LittleEndian(context.AsSpan(152), number * 1_000_000_007L); // tstamp
        return context;
    }

    // struct bpf_sk_lookup: family, protocol, addresses and ports.
    private static byte[] LookupContext(int number)
    {
        byte[] context = new byte[72];
        BinaryPrimitives.WriteInt32LittleEndian(context.AsSpan(8), number % 2 == 0 ? 2 : 10);
        BinaryPrimitives.WriteInt32LittleEndian(context.AsSpan(12), number % 4 < 2 ? Tcp : Udp);
        BinaryPrimitives.WriteInt32LittleEndian(context.AsSpan(60), number % 3 == 0 ? 7777 : number);
        return context;
    }
}
