namespace Waggle.Vm.Packets;

/// <summary>Packets, and their bytes as the program was given them.</summary>
/// <param name="Packets">Packets.</param>
/// <param name="Bytes">Their bytes.</param>
public readonly record struct PacketCount(long Packets, long Bytes)
{
    internal PacketCount And(int bytes) => new(Packets + 1, Bytes + bytes);
}
