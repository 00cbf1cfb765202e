namespace Waggle.Vm.Packets.Captures;

/// <summary>Writes capture files.</summary>
/// <remarks>Of one thread at a time; allocates nothing for a packet. Disposing it completes the file.</remarks>
public abstract class CaptureWriter : IPacketSink
{
    private bool _isDisposed;

    private protected CaptureWriter(CaptureOutput output, bool isBigEndian) => (Output, Order) = (output, new ByteOrder(isBigEndian));

    /// <summary>Creates a file, or replaces one.</summary>
    /// <param name="path">The file: of format pcap if its name ends so, else pcapng.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static CaptureWriter Create(string path) => Create(
        new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0),
        Path.GetExtension(path).Equals(".pcap", StringComparison.OrdinalIgnoreCase) ? CaptureFormat.Pcap : CaptureFormat.PcapNg);

    /// <summary>Writes to a stream.</summary>
    /// <param name="stream">The stream, which need not be seekable.</param>
    /// <param name="format">The format.</param>
    /// <param name="isBigEndian">Whether the most significant byte of a number comes first. Readers must take both.</param>
    /// <param name="leaveOpen">Whether the stream stays open when the writer is disposed.</param>
    public static CaptureWriter Create(Stream stream, CaptureFormat format, bool isBigEndian = false, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        CaptureOutput output = new(stream, leaveOpen);
        return format == CaptureFormat.PcapNg ? new PcapNgWriter(output, isBigEndian) : new PcapWriter(output, isBigEndian, format == CaptureFormat.Pcap);
    }

    private protected CaptureOutput Output { get; }

    private protected ByteOrder Order { get; }

    /// <inheritdoc/>
    public abstract void Write(in CapturedPacket packet);

    /// <summary>Hands all that has been written to the stream.</summary>
    public void Flush() => Output.Flush();

    /// <summary>Completes the file and closes it.</summary>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            Complete();
            Output.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Writes what a file needs that got no packet.</summary>
    private protected abstract void Complete();
}
