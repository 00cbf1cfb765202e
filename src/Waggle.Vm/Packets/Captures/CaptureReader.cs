namespace Waggle.Vm.Packets.Captures;

/// <summary>Reads capture files: pcap and pcapng, of either byte order, with times of any resolution.</summary>
/// <remarks>
/// Reads a stream from front to back, so that pipes do too, and allocates nothing for a packet. Of one thread at a time. The formats are written
/// down in draft-ietf-opsawg-pcap and draft-ietf-opsawg-pcapng. Own code, because libraries that leave the reading to libpcap are not .NET alone, and
/// those in managed code make objects for each packet and take the lengths in a file at their word.
/// </remarks>
public abstract class CaptureReader : IPacketSource
{
    /// <summary>Longest packet that is taken: 16 MiB. Whatever says that it is longer is damaged.</summary>
    public const int LongestPacket = 16 * 1024 * 1024;

    private protected CaptureReader(CaptureInput input) => Input = input;

    /// <summary>Opens a file, whatever its format.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="CaptureFormatException">It is no capture.</exception>
    public static CaptureReader Open(string path) => Open(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0));

    /// <summary>Opens a stream, whatever its format.</summary>
    /// <param name="stream">The stream, which the reader disposes; need not be seekable.</param>
    /// <exception cref="CaptureFormatException">It is no capture; the stream is disposed.</exception>
    public static CaptureReader Open(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        CaptureInput input = new(stream);
        try
        {
            return PcapNgReader.IsStart(input.Peek(sizeof(uint), "its first number")) ? new PcapNgReader(input) : new PcapReader(input);
        }
        catch // whatever it is, of the stream too: it goes on to the caller, and the stream does not stay open
        {
            input.Dispose();
            throw;
        }
    }

    /// <summary>The file's format.</summary>
    public abstract CaptureFormat Format { get; }

    /// <summary>Bytes of the file that have been read, to show how far it is.</summary>
    public long Position => Input.Offset;

    private protected CaptureInput Input { get; }

    /// <inheritdoc/>
    public abstract bool TryRead(out CapturedPacket packet, CancellationToken stop = default);

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        Input.Dispose();
        GC.SuppressFinalize(this);
    }
}
