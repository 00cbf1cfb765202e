using System.Text;
using Waggle.Vm.Packets.Captures;

namespace Waggle.Vm.Tests.Packets;

/// <summary>Captures in memory.</summary>
internal static class TestCapture
{
    public static List<TestPacket> Read(byte[] file) => Read(new MemoryStream(file));

    public static List<TestPacket> Read(Stream file)
    {
        using CaptureReader reader = CaptureReader.Open(file);
        List<TestPacket> packets = [];
        while (reader.TryRead(out CapturedPacket packet)) packets.Add(TestPacket.Of(packet));
        return packets;
    }

    public static byte[] Write(IEnumerable<TestPacket> packets, CaptureFormat format, bool isBigEndian)
    {
        using MemoryStream file = new();
        using (CaptureWriter writer = CaptureWriter.Create(file, format, isBigEndian, leaveOpen: true))
        {
            Dictionary<(string?, string?, LinkType), CaptureInterface> interfaces = [];
            foreach (TestPacket packet in packets)
            {
                (string?, string?, LinkType) key = (packet.Interface, packet.Description, packet.LinkType);
                if (!interfaces.TryGetValue(key, out CaptureInterface? source))
                    interfaces.Add(key, source = new() { Name = packet.Interface, Description = packet.Description, LinkType = packet.LinkType });
                writer.Write(new CapturedPacket(Convert.FromHexString(packet.Data), source)
                {
                    OriginalLength = packet.OriginalLength,
                    Timestamp = packet.Timestamp,
                    Queue = packet.Queue,
                    Flags = packet.Flags,
                    Comment = Encoding.UTF8.GetBytes(packet.Comment),
                    Verdict = packet.Verdict,
                });
            }
        }

        return file.ToArray();
    }
}
