using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;

namespace Waggle.Bpf.Maps;

/// <summary>All elements as bytes.</summary>
public abstract partial class LiveMap
{
    /// <summary>Whether the elements of a map of this kind can be listed.</summary>
    public bool IsListable => Type is not (MapType.RingBuffer or MapType.UserRingBuffer or MapType.Queue or MapType.Stack or MapType.BloomFilter
        or MapType.Arena or MapType.PerfEventArray or MapType.CgroupArray or MapType.StructOps) && !Type.IsStorage();

    /// <summary>Goes over the elements as bytes; programs and other threads may change the map meanwhile.</summary>
    /// <remarks>As <see cref="BpfMap{TKey,TValue}.GetEnumerator"/>.</remarks>
    /// <exception cref="BpfNotSupportedException">Elements of this kind of map can't be listed.</exception>
    public IEnumerable<MapElement> ReadElements()
    {
        if (!IsListable)
            throw new BpfNotSupportedException("read the elements of a map", ToString(), Errno.None, $"A map of kind {Type} has no elements that can be listed.");
        using var elements = new ElementCursor(this, isTaking: false);
        while (elements.MoveNext()) yield return new MapElement(elements.Key.ToArray(), elements.Value.ToArray());
    }
}
