using System.Runtime.CompilerServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;

namespace Waggle.Vm.Execution;

/// <summary>What a test run of the kernel does with packets (<c>bpf_prog_test_run_skb</c> in net/bpf/test_run.c, Linux 6.18), so that this engine's does too.</summary>
internal static class TestRunRules
{
    private const uint Loopback = 1;

    /// <summary>Whether a kind of program sees its packet from behind the Ethernet header on.</summary>
    internal static bool StartsAtNetworkHeader(ProgramType type, ReadOnlySpan<byte> packet) => packet.Length >= PacketBuffer.EthernetHeader
        && type is ProgramType.SocketFilter or ProgramType.CgroupSkb or ProgramType.LwtIn or ProgramType.LwtOut or ProgramType.LwtXmit or ProgramType.LwtSeg6Local;

    /// <summary>Fills in what a test run does where its caller says nothing: the packet is one of the loopback interface. Takes the metadata that a packet for XDP
    /// may begin with from the packet.</summary>
    /// <exception cref="BpfException">The context says that there is metadata of a length that there can't be.</exception>
    internal static unsafe void Complete(ProgramType type, PacketBuffer packet, byte* context)
    {
        if (type == ProgramType.Xdp)
        {
            uint metadata = Unsafe.ReadUnaligned<uint>(context);
            if (metadata % 4 != 0 || metadata > PacketBuffer.LongestMetadata || metadata > packet.Length)
                throw new BpfException("run a program", "its context", Errno.Invalid, $"'data', the length of the metadata, is {metadata}: multiples of 4 to {PacketBuffer.LongestMetadata} are taken.");
            packet.MoveStart((int)metadata);
            packet.MetaLength = (int)metadata;
            PutIfZero(context + FrameFields.IngressInterface);
        }
        else if (ContextShapes.For(type, 0)?.Size == SocketBufferFields.Size)
        {
            PutIfZero(context + SocketBufferFields.Interface);
        }

        static void PutIfZero(byte* field)
        {
            if (Unsafe.ReadUnaligned<uint>(field) == 0) Unsafe.WriteUnaligned(field, Loopback);
        }
    }

    /// <summary>Writes the places of metadata and packet where a caller finds them, and the interface as it was given (<c>xdp_convert_buff_to_md</c>).</summary>
    internal static unsafe void WritePlaces(PacketBuffer packet, byte* context, ReadOnlySpan<byte> given)
    {
        const int InterfaceEnd = FrameFields.IngressInterface + sizeof(uint);
        Unsafe.WriteUnaligned(context + FrameFields.IngressInterface, given.Length < InterfaceEnd ? 0 : BitConverter.ToUInt32(given[FrameFields.IngressInterface..]));
        Unsafe.WriteUnaligned(context, packet.MetaLength);
        Unsafe.WriteUnaligned(context + 4, packet.MetaLength + packet.Length);
        Unsafe.WriteUnaligned(context + 8, 0);
    }

    /// <summary>Puts a header of zeros before a packet that the program has seen without one: what was there the kernel does not give back.</summary>
    internal static void RestoreLinkHeader(PacketBuffer packet) => packet.Insert(0, PacketBuffer.EthernetHeader);
}
