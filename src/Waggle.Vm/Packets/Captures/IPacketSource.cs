namespace Waggle.Vm.Packets.Captures;

/// <summary>Gives packets, one after the other: a capture file, or an interface.</summary>
/// <remarks>Of one thread at a time.</remarks>
public interface IPacketSource : IDisposable
{
    /// <summary>Waits for the next packet.</summary>
    /// <param name="packet">The packet; its bytes are good until the next call.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>False if there will be none, or the wait was ended.</returns>
    /// <exception cref="CaptureFormatException">The file is damaged from here on.</exception>
    /// <exception cref="IOException">The file can't be read, or the interface is gone.</exception>
    bool TryRead(out CapturedPacket packet, CancellationToken stop = default);
}
