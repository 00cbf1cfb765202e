using System.Text;
using Waggle.Vm.Packets.Captures;

namespace Waggle.Vm.Tests.Packets;

/// <summary>A packet that outlives its source, to compare.</summary>
internal sealed record TestPacket(string Data, uint OriginalLength, long Timestamp, string? Interface, string? Description, LinkType LinkType, uint Queue, uint Flags, string Comment, CapturedVerdict? Verdict)
{
    public static TestPacket Of(in CapturedPacket packet) => new(
        Convert.ToHexString(packet.Data), packet.OriginalLength, packet.Timestamp, packet.Interface.Name, packet.Interface.Description, packet.Interface.LinkType,
        packet.Queue, packet.Flags, Encoding.UTF8.GetString(packet.Comment), packet.Verdict);
}
