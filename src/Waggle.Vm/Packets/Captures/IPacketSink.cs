namespace Waggle.Vm.Packets.Captures;

/// <summary>Takes packets: a capture file, or an interface that sends them.</summary>
/// <remarks>Of one thread at a time. Disposing it writes what it still holds.</remarks>
public interface IPacketSink : IDisposable
{
    /// <summary>Writes a packet, or sends it.</summary>
    /// <exception cref="IOException">The file can't be written, or the interface does not take it.</exception>
    /// <exception cref="NotSupportedException">The file's format can't hold such a packet.</exception>
    void Write(in CapturedPacket packet);
}
