namespace Waggle.Testing.Tests.Programs;

using Waggle.CSharp;

/// <summary>Drops packets of senders in a table, for as long as the table says.</summary>
[BpfProgram]
public static class Firewall
{
    /// <summary>What became of a packet.</summary>
    public struct Decision
    {
        public IPv4Address Source;
        public XdpAction Action;
    }

    private static readonly HashMap<IPv4Address, ulong> s_bannedUntil = new();
    private static readonly HashCounter<IPv4Address> s_dropped = new();
    private static readonly RingBuffer<Decision> s_decisions = new();
    private static readonly PerCpuCounter s_seen = new();
    private static uint s_lastLength;
    private static byte s_isStrict;

    [Xdp]
    public static XdpAction OnPacket(ref XdpContext packet)
    {
        s_seen.Increment();
        PacketCursor cursor = packet.Cursor;
        s_lastLength = cursor.Remaining;
        if (!cursor.TryRead(out Ethernet ethernet)) return XdpAction.Aborted;
        if (ethernet.Type != EtherType.IPv4) return s_isStrict != 0 ? XdpAction.Drop : XdpAction.Pass;
        if (!cursor.TryRead(out IPv4 ip)) return XdpAction.Aborted;

        XdpAction action = XdpAction.Pass;
        if (s_bannedUntil.TryGet(ip.Source, out ulong until))
        {
            if (Bpf.Now < until)
            {
                s_dropped.Increment(ip.Source);
                action = XdpAction.Drop;
            }
            else
            {
                s_bannedUntil.Remove(ip.Source);
            }
        }

        using RingRecord<Decision> record = s_decisions.Reserve();
        if (!record.Exists) return action;
        record.Value.Source = ip.Source;
        record.Value.Action = action;
        record.Submit();
        return action;
    }
}
