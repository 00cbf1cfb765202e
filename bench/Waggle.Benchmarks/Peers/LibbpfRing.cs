using Waggle.Linux;

namespace Waggle.Benchmarks.Peers;

/// <summary>The flood, read by libbpf's <c>ring_buffer</c>.</summary>
internal sealed class LibbpfRing : IRingPeer
{
    private readonly int _map;
    private readonly nint _ring;

    internal LibbpfRing(LoadedObject loaded)
    {
        _map = LibbpfPeer.OpenMap(loaded.Maps["records"].Id);
        _ring = LibbpfPeer.OpenRing(_map);
        if (_ring == 0) throw new InvalidOperationException("ring_buffer__new failed.");
    }

    public ulong Delivered { get; private set; }

    public ulong LastNumber => LibbpfPeer.LastNumber(_ring);

    public void Drain() => Delivered = LibbpfPeer.DrainRing(_ring);

    public void Dispose()
    {
        LibbpfPeer.CloseRing(_ring);
        LibbpfPeer.CloseMap(_map);
    }
}
