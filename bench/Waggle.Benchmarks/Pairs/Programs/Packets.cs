namespace Waggle.Benchmarks.Pairs.Programs;

using System.Numerics;
using Waggle.CSharp;

[BpfProgram]
internal static class Jenkins
{
    private struct Words3
    {
        public uint A, B, C;
    }

    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        PacketCursor cursor = packet.Cursor;
        uint a = 0xdeadbeef, b = a, c = a, one = 0;
        for (int i = 0; i < 40; i++)
        {
            if (!cursor.TryRead(out Words3 words)) break;
            a += words.A;
            b += words.B;
            c += words.C;
            a -= c;
            a ^= BitOperations.RotateLeft(c, 4);
            c += b;
            b -= a;
            b ^= BitOperations.RotateLeft(a, 6);
            a += c;
            c -= b;
            c ^= BitOperations.RotateLeft(b, 8);
            b += a;
            a -= c;
            a ^= BitOperations.RotateLeft(c, 16);
            c += b;
            b -= a;
            b ^= BitOperations.RotateLeft(a, 19);
            a += c;
            c -= b;
            c ^= BitOperations.RotateLeft(b, 4);
            b += a;
            one += (byte)words.A;
            one += one << 10;
            one ^= one >> 6;
        }

        return (XdpAction)(c ^ one);
    }
}

[BpfProgram]
internal static class Xxhash64
{
    private const ulong P1 = 0x9e3779b185ebca87, P2 = 0xc2b2ae3d27d4eb4f, P3 = 0x165667b19e3779f9, P4 = 0x85ebca77c2b2ae63;

    private struct Lanes
    {
        public ulong A, B, C, D;
    }

    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        PacketCursor cursor = packet.Cursor;
        ulong seed = Seed.Start, a = seed + unchecked(P1 + P2), b = seed + P2, c = seed, d = seed - P1;
        for (int i = 0; i < 32; i++)
        {
            if (!cursor.TryRead(out Lanes lanes)) break;
            a = Take(a, lanes.A);
            b = Take(b, lanes.B);
            c = Take(c, lanes.C);
            d = Take(d, lanes.D);
        }

        ulong hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7) + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
        hash = Merge(Merge(Merge(Merge(hash, a), b), c), d) + 1024;
        hash = (hash ^ hash >> 33) * P2;
        hash = (hash ^ hash >> 29) * P3;
        return (XdpAction)Seed.Fold(hash ^ hash >> 32);
    }

    private static ulong Take(ulong lane, ulong input) => BitOperations.RotateLeft(lane + input * P2, 31) * P1;

    private static ulong Merge(ulong hash, ulong lane) => (hash ^ Take(0, lane)) * P1 + P4;
}

[BpfProgram]
internal static class StateMachine
{
    private enum State
    {
        Method,
        Path,
        Version,
        Name,
        Value,
        NewLine,
        Done,
    }

    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        PacketCursor cursor = packet.Cursor;
        if (!cursor.TrySkip(54)) return 0;
        State state = State.Method;
        uint hash = 0, lines = 0;
        for (int i = 0; i < 400; i++)
        {
            if (!cursor.TryRead(out byte c)) break;
            switch (state)
            {
                case State.Method:
                    if (c == ' ') state = State.Path;
                    else hash = hash * 31 + c;
                    break;
                case State.Path:
                    if (c == ' ') state = State.Version;
                    else if (c == '?') hash ^= 0x5a5a;
                    else hash = hash * 33 + c;
                    break;
                case State.Version:
                    if (c == '\r') state = State.NewLine;
                    else hash += c;
                    break;
                case State.Name:
                    if (c == ':') state = State.Value;
                    else if (c == '\r') state = State.Done;
                    else hash = hash * 37 + (c | 32u);
                    break;
                case State.Value:
                    if (c == '\r') state = State.NewLine;
                    else hash = hash * 41 + c;
                    break;
                case State.NewLine:
                    if (c == '\n') state = State.Name;
                    lines++;
                    break;
                default:
                    return (XdpAction)(hash + lines);
            }
        }

        return (XdpAction)(hash ^ lines << 16 ^ (uint)state);
    }
}

[BpfProgram]
internal static class ParseTcp
{
    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        uint sum = 0;
        for (uint i = 0; i < 30; i++)
        {
            PacketCursor cursor = packet.Cursor;
            if (!cursor.TryRead(out Ethernet ethernet) || ethernet.Type != EtherType.IPv4) return (XdpAction)1;
            if (!cursor.TryRead(out IPv4 ip) || ip.Version != 4) return (XdpAction)2;
            uint length = ip.HeaderLength;
            if (length < 20 || ip.Protocol != IpProtocol.Tcp) return (XdpAction)3;
            if (!cursor.TrySkip(length - 20) || !cursor.TryRead(out Tcp tcp)) return (XdpAction)4;
            sum = sum * 31 + (ip.Source.Raw ^ ip.Destination.Raw ^ ((uint)(ushort)tcp.SourcePort << 16 | (ushort)tcp.DestinationPort) ^ (uint)tcp.Flags) + i;
        }

        return (XdpAction)sum;
    }
}

[BpfProgram]
internal static class ParseVlan
{
    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        uint sum = 0;
        for (int i = 0; i < 20; i++)
        {
            PacketCursor cursor = packet.Cursor;
            if (!cursor.TryRead(out Ethernet ethernet)) return (XdpAction)1;
            EtherType type = ethernet.Type;
            for (int tag = 0; tag < 4 && ((ushort)type is 0x8100 or 0x88a8); tag++)
            {
                if (!cursor.TryRead(out Vlan vlan)) return (XdpAction)2;
                sum = sum * 31 + vlan.Id;
                type = vlan.Type;
            }

            if (!cursor.TryRead(out IPv4 ip) || type != EtherType.IPv4) return (XdpAction)3;
            sum = sum * 31 + ip.Destination.Raw;
        }

        return (XdpAction)sum;
    }
}
