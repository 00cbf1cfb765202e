namespace Waggle.Benchmarks.Peers;

/// <summary>A reader of the ring buffer that the flood fills.</summary>
internal interface IRingPeer : IDisposable
{
    /// <summary>Reads what is there now.</summary>
    /// <exception cref="InvalidOperationException">A record came out of order or torn.</exception>
    void Drain();

    /// <summary>Records read so far.</summary>
    ulong Delivered { get; }

    /// <summary>Number of the last record; numbers count lost records too.</summary>
    ulong LastNumber { get; }
}
