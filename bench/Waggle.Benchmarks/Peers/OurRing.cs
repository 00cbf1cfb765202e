using Waggle.Benchmarks.Programs;
using Waggle.Bpf.Readers;
using Waggle.Linux;

namespace Waggle.Benchmarks.Peers;

/// <summary>The flood, read by <see cref="RingReader{T}"/>.</summary>
internal sealed class OurRing : IRingPeer
{
    private readonly RingReader<Record64> _ring;
    private readonly RecordHandler<Record64> _check;
    private ulong _inversions;

    internal OurRing(LoadedObject loaded)
    {
        _ring = loaded.OpenRing<Record64>("records");
        _check = (in Record64 record) =>
        {
            if (record.Number < LastNumber || record.Length != 7) _inversions++;
            LastNumber = record.Number;
            Delivered++;
        };
    }

    public ulong Delivered { get; private set; }

    public ulong LastNumber { get; private set; }

    public void Drain()
    {
        _ring.Drain(_check);
        if (_inversions != 0) throw new InvalidOperationException($"{_inversions} records were out of order or torn.");
    }

    public void Dispose() => _ring.Dispose();
}
