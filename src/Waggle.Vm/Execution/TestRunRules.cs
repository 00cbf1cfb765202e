using Waggle.Bpf.Catalog;

namespace Waggle.Vm.Execution;

/// <summary>What a test run of the kernel does with packets (<c>bpf_prog_test_run_skb</c> in net/bpf/test_run.c, Linux 6.18), so that this engine's does too.</summary>
internal static class TestRunRules
{
    /// <summary>Whether a kind of program sees its packet from behind the Ethernet header on.</summary>
    internal static bool StartsAtNetworkHeader(ProgramType type, ReadOnlySpan<byte> packet) => packet.Length >= PacketBuffer.EthernetHeader
        && type is ProgramType.SocketFilter or ProgramType.CgroupSkb or ProgramType.LwtIn or ProgramType.LwtOut or ProgramType.LwtXmit or ProgramType.LwtSeg6Local;

    /// <summary>Puts a header of zeros before a packet that the program has seen without one: what was there the kernel does not give back.</summary>
    internal static void RestoreLinkHeader(PacketBuffer packet) => packet.Insert(0, PacketBuffer.EthernetHeader);
}
