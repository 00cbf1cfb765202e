using System.Runtime.CompilerServices;

namespace Waggle.Vm.Execution;

internal sealed unsafe partial class RunContext
{
    private ulong _metaStart;

    /// <summary>The packet of the run; null if it has none.</summary>
    internal PacketBuffer? Packet { get; private set; }

    /// <summary>Gives the run a packet. The context is described already.</summary>
    internal void SetPacket(PacketBuffer packet)
    {
        Packet = packet;
        _metaStart = 0;
        PacketMoved();
    }

    /// <summary>Says that the packet lies elsewhere or has another length: pointers of the program to where it was are good for nothing now.</summary>
    internal void PacketMoved()
    {
        PacketBuffer packet = Packet!;
        ulong data = (ulong)packet.Data;
        SetPacket(data, packet.Length);
        if (_metaStart != 0) RemoveRegion(_metaStart);
        _metaStart = packet.MetaLength == 0 ? 0 : data - (ulong)packet.MetaLength;
        if (_metaStart != 0) AddRegion(new(_metaStart, (ulong)packet.MetaLength, RegionKind.Packet, Current.Image.Context.IsPacketWritable));
        if (Current.Image.Context.AddressFields.IsEmpty) return;
        byte* context = (byte*)ContextStart;
        (int dataAt, int endAt, int metaAt) = PacketContexts.StorageOf(packet.Kind);
        Unsafe.WriteUnaligned(context + dataAt, data);
        Unsafe.WriteUnaligned(context + endAt, data + (ulong)packet.Length);
        Unsafe.WriteUnaligned(context + metaAt, data - (ulong)packet.MetaLength);
        if (packet.Kind == PacketKind.SocketBuffer) Unsafe.WriteUnaligned(context + PacketContexts.Length, packet.Length);
    }
}
