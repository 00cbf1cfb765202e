using Waggle.Bpf.Maps;

namespace Waggle.Vm.Maps;

/// <summary>A ring in the host's hands, for the readers and writers of Waggle.Bpf. It keeps the map, and so the memory, alive.</summary>
internal sealed unsafe class VmRing : RingMemory
{
    private readonly VmMap _map;
    private readonly RingSignal _signal;
    private readonly Func<bool> _isReady;
    private bool _isDisposed;

    public VmRing(VmMap map, RecordRing ring, RingSignal signal, bool isProducer) : base(ring.Consumer, ring.Producer, ring.Data, ring.Capacity)
    {
        (_map, _signal) = (map, signal);
        _isReady = isProducer ? () => ring.Available < ring.Capacity : () => ring.HasRecord;
    }

    // The memory is there as long as this object is.
    public override void Acquire() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed), this);

    public override void Release() => GC.KeepAlive(_map);

    public override bool Wait(TimeSpan timeout, CancellationToken cancellationToken) => _signal.Wait(_isReady, timeout, cancellationToken);

    public override void Wake() => _signal.Wake();

    protected override void Dispose(bool isDisposing) => Volatile.Write(ref _isDisposed, true);
}
