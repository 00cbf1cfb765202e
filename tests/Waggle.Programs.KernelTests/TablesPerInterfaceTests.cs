using Samples.Programs;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Maps;
using Waggle.Compiler;
using Waggle.CSharp;
using Waggle.Linux;
using Waggle.Linux.Maps;

namespace Waggle.Programs.KernelTests;

public class TablesPerInterfaceTests
{
    private const uint Loopback = 1; // the interface of a test run

    [Fact]
    public void OnPacket_TableOfItsInterface_IsTheOneThatCounts()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) Assert.Skip("needs root on Linux");
        using LoadedObject loaded = KernelEngine.Create().Load(BpfCompiler.Compile(typeof(TablesPerInterface)));
        using KernelMap sizes = KernelMap.Create(loaded.Maps["sizes"].Spec.InnerMap!);
        using KernelMap protocols = KernelMap.Create(loaded.Maps["protocols"].Spec.InnerMap!);
        byte[] packet = new byte[300];
        packet[12] = 0x08; // IPv4

        Assert.Equal((uint)TcAction.Ok, Run(loaded, packet)); // no table yet
        new MapOfMaps<uint>(loaded.Maps["sizes"]).Set(Loopback, sizes);
        new MapOfMaps<uint>(loaded.Maps["protocols"]).Set(Loopback, protocols);
        for (int i = 0; i < 3; i++) Run(loaded, packet);

        Assert.Equal(3UL, new BpfMap<uint, ulong>(sizes)[300 / 128]);
        Assert.True(new BpfMap<EtherType, ulong>(protocols).TryGet(EtherType.IPv4, out ulong time));
        Assert.NotEqual(0UL, time);
    }

    private static uint Run(LoadedObject loaded, byte[] packet) => loaded.Programs["OnPacket"].Run(new ProgramRun { Packet = packet }).ReturnValue;
}
