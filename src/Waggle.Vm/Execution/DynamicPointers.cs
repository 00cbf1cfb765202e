namespace Waggle.Vm.Execution;

/// <summary>The dynptrs of a run, by where they lie on the stack.</summary>
/// <remarks>On the stack lies only a number, which says whether the program has written over the dynptr since: it can't make one up.</remarks>
internal sealed unsafe class DynamicPointers
{
    /// <summary>Bytes on the stack (<c>struct bpf_dynptr</c>).</summary>
    internal const int Size = 16;

    private const ulong Mark = 0x5742_4459_0000_0000;

    private readonly Dictionary<ulong, (ulong Token, DynamicPointer Pointer)> _byPlace = [];
    private uint _serial;

    /// <summary>The dynptr at a place on the stack; null if there is none.</summary>
    internal DynamicPointer? Find(ulong place) =>
        _byPlace.TryGetValue(place, out (ulong Token, DynamicPointer Pointer) found) && *(ulong*)place == found.Token ? found.Pointer : null;

    /// <summary>Puts a dynptr onto the stack.</summary>
    internal void Set(ulong place, in DynamicPointer pointer)
    {
        ulong token = Mark | ++_serial;
        _byPlace[place] = (token, pointer);
        ((ulong*)place)[0] = token;
        ((ulong*)place)[1] = 0;
    }

    /// <summary>Takes a dynptr away.</summary>
    internal void Remove(ulong place)
    {
        _byPlace.Remove(place);
        new Span<byte>((void*)place, Size).Clear();
    }

    /// <summary>Changes the dynptr at a place, which lies where it did.</summary>
    internal void Replace(ulong place, in DynamicPointer pointer) => _byPlace[place] = (_byPlace[place].Token, pointer);

    /// <summary>Takes all dynptrs of a record away.</summary>
    internal void RemoveRecord(ulong record)
    {
        foreach ((ulong place, (ulong token, DynamicPointer pointer)) in _byPlace.ToArray())
        {
            if (pointer.Kind == DynamicPointerKind.Ring && pointer.Record == record) _byPlace.Remove(place);
        }
    }

    /// <summary>Forgets all, at the end of a run.</summary>
    internal void Clear() => _byPlace.Clear();
}
