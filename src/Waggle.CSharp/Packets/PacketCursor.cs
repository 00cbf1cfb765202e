using System.Runtime.CompilerServices;

namespace Waggle.CSharp;

/// <summary>Goes through a packet's bytes from front to back, and never past their end.</summary>
/// <remarks>Each step compares the position after it with the end before it touches anything, in the form that the verifier follows: one
/// comparison and plain loads, no helper call. A cursor ends its life where the packet changes under it: take a new one after a method
/// that adjusts, pulls or pushes bytes. Multi-byte numbers are read as they stand in memory; the types of this library that stand for
/// headers (<see cref="Ethernet"/>, <see cref="IPv4"/>, …) know their byte order.</remarks>
public unsafe ref struct PacketCursor
{
    private byte* _position;
    private readonly byte* _end;

    internal PacketCursor(uint data, uint end)
    {
        _position = (byte*)(nuint)data;
        _end = (byte*)(nuint)end;
    }

    internal PacketCursor(ulong data, ulong end)
    {
        _position = (byte*)data;
        _end = (byte*)end;
    }

    /// <summary>Copies the value at the position and moves behind it.</summary>
    /// <typeparam name="T">A header, or any struct of the packet's layout.</typeparam>
    /// <returns>Whether the packet is that long; if not, <paramref name="value"/> is zero and the position stays.</returns>
    /// <remarks>Only the fields that the program looks at are loaded.</remarks>
    public bool TryRead<T>(out T value) where T : unmanaged
    {
        byte* start = _position;
        if (start + sizeof(T) > _end)
        {
            value = default;
            return false;
        }

        value = *(T*)start;
        _position = start + sizeof(T);
        return true;
    }

    /// <summary>Copies the value at the position and stays there.</summary>
    /// <returns>Whether the packet is that long; if not, <paramref name="value"/> is zero.</returns>
    public readonly bool TryPeek<T>(out T value) where T : unmanaged
    {
        if (_position + sizeof(T) > _end)
        {
            value = default;
            return false;
        }

        value = *(T*)_position;
        return true;
    }

    /// <summary>Gives the value at the position in place, to write to it, and moves behind it.</summary>
    /// <returns>Whether the packet is that long; if not, <paramref name="view"/> must not be used and the position stays.</returns>
    public bool TryView<T>(out PacketView<T> view) where T : unmanaged
    {
        byte* start = _position;
        if (start + sizeof(T) > _end)
        {
            Unsafe.SkipInit(out view);
            return false;
        }

        view = new PacketView<T>(ref *(T*)start);
        _position = start + sizeof(T);
        return true;
    }

    /// <summary>Moves over bytes.</summary>
    /// <param name="count">How many: a constant, or a number that is known to be small. The verifier follows up to 65,535; more are cut
    /// to 16 bits.</param>
    /// <returns>Whether the packet is that long; if not, the position stays.</returns>
    public bool TrySkip(uint count)
    {
        byte* after = _position + (count & 0xffff);
        if (after > _end) return false;
        _position = after;
        return true;
    }

    /// <summary>Bytes between the position and the end. To be computed with, not to prove that a read is inside.</summary>
    public readonly uint Remaining => (uint)(_end - _position);
}
