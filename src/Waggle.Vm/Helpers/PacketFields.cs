using System.Runtime.CompilerServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Helpers;

/// <summary>Fields of a packet's context, which say what the kernel keeps beside the bytes.</summary>
internal static unsafe class PacketFields
{
    internal const ushort IPv4 = 0x0008, IPv6 = 0xDD86, Vlan = 0x0081, ServiceVlan = 0xA888; // as they lie in memory

    private const int FrameContextSize = 24; // struct xdp_md

    /// <summary>The run's packet; null if it has none.</summary>
    internal static PacketBuffer? PacketOf(RunContext run) => run.HasPacket ? run.Packet : null;

    /// <summary>The run's packet if it is one of <c>struct __sk_buff</c>.</summary>
    internal static PacketBuffer? BufferOf(RunContext run) => run.HasPacket && IsBuffer(run) ? run.Packet : null;

    /// <summary>The run's packet if it is one of <c>struct xdp_md</c>.</summary>
    internal static PacketBuffer? FrameOf(RunContext run) =>
        run.HasPacket && run.Current.Image.Context is { Size: FrameContextSize, AddressFields.IsEmpty: false } ? run.Packet : null;

    internal static uint Get(RunContext run, int field) => IsBuffer(run) ? Unsafe.ReadUnaligned<uint>((byte*)run.ContextStart + field) : 0;

    internal static void Set(RunContext run, int field, uint value)
    {
        if (IsBuffer(run)) Unsafe.WriteUnaligned((byte*)run.ContextStart + field, value);
    }

    internal static ushort Protocol(RunContext run) => (ushort)Get(run, SocketBufferFields.Protocol);

    private static bool IsBuffer(RunContext run) => run.Current.Image.Context.Size == SocketBufferFields.Size;
}
