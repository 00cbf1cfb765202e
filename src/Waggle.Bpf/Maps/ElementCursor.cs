using System.Buffers;
using Waggle.Bpf.Errors;

namespace Waggle.Bpf.Maps;

/// <summary>Goes over the elements of a map that programs may change meanwhile.</summary>
/// <remarks>In batches where the engine has them (the kernel since 5.6): a hash table is read bucket by bucket, so that an element that stays
/// is seen exactly once, whatever else comes and goes. Otherwise key by key, where the engine starts again at the first key
/// if the current one has gone; a limit on the steps keeps that from going on for ever.</remarks>
internal unsafe struct ElementCursor : IDisposable
{
    private const int FirstBatchBytes = 64 * 1024;
    private const int FirstBatchElements = 1024;
    private const int MaximumInterruptions = 16;

    private readonly LiveMap _map;
    private readonly bool _isTaking;
    private readonly int _tokenSize;
    private byte[] _keys = [];
    private byte[] _values = [];
    private byte[] _tokens; // the place to go on from, and room for the next one
    private int _capacity;
    private int _count;
    private int _index = -1;
    private bool _isStarted;
    private bool _isLastBatch;
    private bool _isStepping;
    private long _stepsLeft;

    /// <summary>Starts before the first element.</summary>
    /// <param name="map">The map.</param>
    /// <param name="isTaking">Whether elements are removed as they are read.</param>
    /// <param name="isStepping">Whether to go key by key from the start, as kernels without batches make us.</param>
    public ElementCursor(LiveMap map, bool isTaking, bool isStepping = false)
    {
        (_map, _isTaking, _isStepping) = (map, isTaking, isStepping);
        _tokenSize = Math.Max(8, LiveMap.RoundUpTo8(map.KeySizeInBytes));
        _tokens = ArrayPool<byte>.Shared.Rent(2 * _tokenSize);
        _stepsLeft = 2L * map.MaxEntries + 1024;
        int fitting = Math.Clamp(FirstBatchBytes / Math.Max(1, map.ValueBufferSizeInBytes), 1, FirstBatchElements);
        Resize((int)Math.Min((uint)fitting, Math.Max(1, map.MaxEntries)));
    }

    /// <summary>The current key.</summary>
    public readonly ReadOnlySpan<byte> Key => _keys.AsSpan(_index * _map.KeySizeInBytes, _map.KeySizeInBytes);

    /// <summary>The current value, of all CPUs where there is one for each.</summary>
    public readonly ReadOnlySpan<byte> Value => _values.AsSpan(_index * _map.ValueBufferSizeInBytes, _map.ValueBufferSizeInBytes);

    /// <summary>Goes to the next element.</summary>
    /// <exception cref="BpfException">The kernel refused to go on.</exception>
    public bool MoveNext()
    {
        while (++_index >= _count)
        {
            if (_isLastBatch) return false;
            _index = -1;
            if (_isStepping || !TryReadBatch()) Step();
        }
        return true;
    }

    /// <summary>Gives the buffers back.</summary>
    public void Dispose()
    {
        if (_tokens.Length == 0) return;
        ArrayPool<byte>.Shared.Return(_keys);
        ArrayPool<byte>.Shared.Return(_values);
        ArrayPool<byte>.Shared.Return(_tokens);
        (_keys, _values, _tokens, _count, _index, _isLastBatch) = ([], [], [], 0, -1, true);
    }

    private void Resize(int capacity)
    {
        if (_keys.Length > 0) ArrayPool<byte>.Shared.Return(_keys);
        if (_values.Length > 0) ArrayPool<byte>.Shared.Return(_values);
        _capacity = capacity;
        _keys = ArrayPool<byte>.Shared.Rent(capacity * _map.KeySizeInBytes);
        _values = ArrayPool<byte>.Shared.Rent(capacity * _map.ValueBufferSizeInBytes);
    }

    // False if the engine has no batches for this map.
    private bool TryReadBatch()
    {
        for (int interruptions = 0; ;)
        {
            Errno error = ReadBatch(out uint count);
            switch (error)
            {
                case Errno.None or Errno.NoEntry: // ENOENT: these were the last ones
                    _count = (int)count;
                    _isLastBatch = error == Errno.NoEntry;
                    _isStarted = true;
                    _tokens.AsSpan(_tokenSize, _tokenSize).CopyTo(_tokens);
                    return true;
                case Errno.NoSpace: // one bucket has more elements than fit
                    Resize((int)Math.Min(2L * _capacity, Math.Max((long)_map.MaxEntries, _capacity + 1L)));
                    break;
                case Errno.Interrupted or Errno.TryAgain when ++interruptions < MaximumInterruptions:
                    break;
                case Errno.Invalid or Errno.NotSupported or Errno.OperationNotSupported when !_isStarted:
                    _isStepping = true;
                    return false;
                default:
                    throw _map.Refusal("read the elements of a map", error);
            }
        }
    }

    private readonly Errno ReadBatch(out uint count)
    {
        count = (uint)_capacity;
        fixed (byte* keys = _keys, values = _values, tokens = _tokens)
            return _map.ReadBatch(_isTaking, _isStarted ? tokens : null, tokens + _tokenSize, keys, values, ref count);
    }

    // One element: the tokens hold the key to read now and the one behind it, asked for before the first is removed.
    private void Step()
    {
        fixed (byte* keys = _keys, values = _values, tokens = _tokens)
        {
            _count = 0;
            if (!_isStarted)
            {
                _isStarted = true;
                _isLastBatch = !_map.TryGetNextKey(null, tokens);
                if (_isLastBatch) return;
            }
            while (_count == 0 && !_isLastBatch)
            {
                if (--_stepsLeft < 0)
                    throw new BpfMapException("read the elements of a map", _map.ToString(), Errno.None,
                        "Its keys change faster than they can be read one by one; Linux 5.6 reads them in batches.");
                new ReadOnlySpan<byte>(tokens, _map.KeySizeInBytes).CopyTo(_keys);
                bool hasNext = _map.TryGetNextKey(keys, tokens + _tokenSize);
                bool isThere = _map.TryLookup(keys, values) && (!_isTaking || _map.TryDelete(keys));
                if (hasNext) new ReadOnlySpan<byte>(tokens + _tokenSize, _tokenSize).CopyTo(_tokens);
                _isLastBatch = !hasNext;
                _count = isThere ? 1 : 0;
            }
        }
    }
}
