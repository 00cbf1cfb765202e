namespace Waggle.Vm.Packets.Captures;

/// <summary>One packet with what is known of it.</summary>
/// <remarks>Its bytes belong to the source and are good until that gives the next packet.</remarks>
public readonly ref struct CapturedPacket
{
    /// <summary>Creates a packet.</summary>
    /// <param name="data">Its bytes.</param>
    /// <param name="source">Where it was captured; null for some interface of type Ethernet.</param>
    public CapturedPacket(ReadOnlySpan<byte> data, CaptureInterface? source = null)
    {
        Data = data;
        Interface = source ?? s_anyInterface;
        OriginalLength = (uint)data.Length;
    }

    private static readonly CaptureInterface s_anyInterface = new();

    /// <summary>The bytes that were captured.</summary>
    public ReadOnlySpan<byte> Data { get; init; }

    /// <summary>Bytes that the packet had when it was captured; more than <see cref="Data"/> has if it was cut off.</summary>
    public uint OriginalLength { get; init; }

    /// <summary>When: nanoseconds since 1970-01-01, UTC; 0 if it is not known.</summary>
    public long Timestamp { get; init; }

    /// <summary>Where.</summary>
    public CaptureInterface Interface { get; init; }

    /// <summary>Queue of the interface, which XDP programs see.</summary>
    public uint Queue { get; init; }

    /// <summary>Direction, reception and errors of the link layer: <c>epb_flags</c> of pcapng; 0 if nothing is known.</summary>
    public uint Flags { get; init; }

    /// <summary>What a person wrote about it, in UTF-8; empty if nothing.</summary>
    public ReadOnlySpan<byte> Comment { get; init; }

    /// <summary>What a program decided about it: <c>epb_verdict</c> of pcapng; null if none did.</summary>
    public CapturedVerdict? Verdict { get; init; }

    /// <summary>The same packet with other bytes, as a program has left it.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="verdict">What the program returned; null to say nothing of it.</param>
    public CapturedPacket With(ReadOnlySpan<byte> data, CapturedVerdict? verdict = null) => new(data, Interface)
    {
        // What was cut off at the capture is missing still.
        OriginalLength = (uint)data.Length + (OriginalLength > (uint)Data.Length ? OriginalLength - (uint)Data.Length : 0),
        Timestamp = Timestamp,
        Queue = Queue,
        Flags = Flags,
        Comment = Comment,
        Verdict = verdict ?? Verdict,
    };
}
