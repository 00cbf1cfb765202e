using Waggle.Bpf.Errors;

namespace Waggle.Bpf.Maps;

/// <summary>A global variable of a program: a place in the map that holds its data section.</summary>
/// <typeparam name="T">Its type, laid out as the program lays it out.</typeparam>
/// <remarks>Reads and writes see what the program sees. Not atomic for types wider than 8 bytes.</remarks>
public readonly struct GlobalVariable<T> where T : unmanaged
{
    private readonly LiveMap _map;
    private readonly int _offset;

    /// <summary>Looks at a place in the value of a map.</summary>
    /// <param name="map">The map that holds the data section.</param>
    /// <param name="offset">Byte offset in the section.</param>
    /// <exception cref="ArgumentOutOfRangeException">The variable does not lie in the section.</exception>
    public GlobalVariable(LiveMap map, int offset)
    {
        ArgumentNullException.ThrowIfNull(map);
        (_map, _offset) = (map, offset);
        _ = map.Read<T>(offset); // complains about a place outside now, not at the first use
    }

    /// <summary>The variable's value.</summary>
    /// <exception cref="BpfMapException">Write: the section is read-only after load.</exception>
    public T Value
    {
        get => _map.Read<T>(_offset);
        set => _map.Write(_offset, value);
    }
}
