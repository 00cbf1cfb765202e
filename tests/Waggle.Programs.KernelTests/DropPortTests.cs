using System.Buffers.Binary;
using Samples.Programs;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Maps;
using Waggle.Compiler;
using Waggle.CSharp;
using Waggle.Linux;

namespace Waggle.Programs.KernelTests;

public class DropPortTests
{
    private const int PortAt = 14 + 20 + 2; // Ethernet, IPv4, the TCP source port

    [Theory]
    [InlineData(23, 54, XdpAction.Drop, 1)]
    [InlineData(80, 54, XdpAction.Pass, 0)]
    [InlineData(23, 53, XdpAction.Pass, 0)] // the TCP header is cut short
    public void OnPacket_TcpSegment_IsDroppedByPort(ushort port, int length, XdpAction expected, ulong counted)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) Assert.Skip("needs root on Linux");
        byte[] packet = new byte[64];
        packet[12] = 0x08; // IPv4
        packet[14] = 0x45; // version 4, 20 bytes of header
        packet[14 + 9] = 6; // TCP
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(PortAt), port);
        using LoadedObject loaded = KernelEngine.Create().Load(BpfCompiler.Compile(typeof(DropPort)));

        ProgramRunResult result = loaded.Programs["OnPacket"].Run(new ProgramRun { Packet = packet.AsSpan(0, length) });

        Assert.Equal(expected, (XdpAction)result.ReturnValue);
        Assert.Equal(counted, loaded.PerCpuMap<uint, ulong>("dropped").Sum(0u));
    }
}
