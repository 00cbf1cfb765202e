using Waggle.Linux.Errors;

namespace Waggle.Linux.Maps;

/// <summary>A global variable of a program: a place in the map that holds its data section.</summary>
/// <typeparam name="T">Its type, laid out as the program lays it out.</typeparam>
/// <remarks>Reads and writes see what the program sees. Not atomic for types wider than 8 bytes.</remarks>
public readonly struct GlobalVariable<T> where T : unmanaged
{
    private readonly KernelMap _map;
    private readonly int _offset;

    internal GlobalVariable(KernelMap map, int offset)
    {
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
