using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using Waggle.Vm.Maps;
using Waggle.Vm.Memory;

namespace Waggle.Vm.Execution;

internal sealed unsafe partial class RunContext
{
    /// <summary>First address of the packet.</summary>
    internal ulong PacketStart;

    // For each width the number of addresses at which an access lies in the packet: so one comparison does.
    internal ulong PacketRoom1, PacketRoom2, PacketRoom4, PacketRoom8;

    private Region[] _regions = new Region[4];
    private int _regionCount;

    /// <summary>Says where the packet lies now.</summary>
    internal void SetPacket(ulong start, int length)
    {
        PacketStart = start;
        RecentRoom = RecentLength = 0;
        (PacketRoom1, PacketRoom2, PacketRoom4, PacketRoom8) = (Room(1), Room(2), Room(4), Room(8));

        ulong Room(int width) => length >= width ? (ulong)(length - width + 1) : 0;
    }

    /// <summary>Lets the run touch memory.</summary>
    internal void AddRegion(in Region region)
    {
        if (_regionCount == _regions.Length) Array.Resize(ref _regions, 2 * _regionCount);
        _regions[_regionCount++] = region;
        _hasLeftovers = true;
    }

    /// <summary>Takes memory away that the run was let touch.</summary>
    internal void RemoveRegion(ulong start)
    {
        for (int i = _regionCount - 1; i >= 0; i--)
        {
            if (_regions[i].Start != start) continue;
            _regions[i] = _regions[--_regionCount];
            RecentRoom = RecentLength = 0;
            return;
        }
    }

    /// <summary>Whether a plain access is allowed: to the stack, the packet, a map's values or a region. The context is none of these:
    /// its fields have rules of their own; but reading an application's context has none.</summary>
    /// <param name="address">First byte.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="isWrite">Whether it writes.</param>
    /// <param name="frame">Frame pointer of the function that asks; frames below it are nobody's.</param>
    internal bool IsAllowed(ulong address, int size, bool isWrite, byte* frame)
    {
        if (IsOnStack(address, size, frame)) return true;
        if (address - PacketStart < PacketRoom1 && PacketRoom1 - (address - PacketStart) >= (ulong)size)
        {
            bool isWritable = Current.Image.Context.IsPacketWritable;
            if (isWritable) Remember(PacketStart, PacketRoom1);
            return isWritable || !isWrite;
        }

        ulong plain = (ulong)Current.Image.Context.PlainSize;
        if (!isWrite && address - ContextStart < plain && plain - (address - ContextStart) >= (ulong)size) return true;

        for (int i = 0; i < _regionCount; i++)
        {
            if (!_regions[i].Contains(address, size)) continue;
            if (_regions[i].IsWritable) Remember(_regions[i].Start, _regions[i].Length);
            return _regions[i].IsWritable || !isWrite;
        }

        return IsInMaps(address, size, isWrite);
    }

    // The next access is likely to be to the same region.
    private void Remember(ulong start, ulong length) =>
        (RecentStart, RecentLength, RecentRoom) = (start, length, length >= sizeof(ulong) ? length - sizeof(ulong) + 1 : 0);

    /// <summary>Whether memory lies in the frame of <paramref name="frame"/> or in one above it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool IsOnStack(ulong address, int size, byte* frame)
    {
        ulong low = (ulong)(frame - FrameSize), length = (ulong)StackTop - low;
        return address - low < length && length - (address - low) >= (ulong)size;
    }

    /// <summary>Offset of an access in the context; false if it does not begin there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool IsInContext(ulong address, out long offset)
    {
        offset = (long)(address - ContextStart);
        return (ulong)offset < (ulong)Current.Image.Context.Size;
    }

    /// <summary>Loads from the context.</summary>
    /// <returns>False if the field may not be read so.</returns>
    internal bool TryLoadContext(long offset, int size, bool isSigned, out ulong value)
    {
        ContextShape shape = Current.Image.Context;
        value = 0;
        if (!shape.IsReadable(offset, size, isSigned)) return false;
        byte* start = (byte*)ContextStart;
        value = shape.AddressFieldAt(offset) is { } field
            ? Unsafe.ReadUnaligned<ulong>(start + field.Storage)
            : size switch
            {
                1 => start[offset],
                2 => Unsafe.ReadUnaligned<ushort>(start + offset),
                4 => Unsafe.ReadUnaligned<uint>(start + offset),
                _ => Unsafe.ReadUnaligned<ulong>(start + offset),
            };
        return true;
    }

    /// <summary>Loads four bytes for a program that has a proof: of a field of the context that stands for an address, that address.</summary>
    internal ulong LoadWord(ulong address) =>
        IsInContext(address, out long offset) && TryLoadContext(offset, sizeof(uint), isSigned: false, out ulong value)
            ? value
            : Unsafe.ReadUnaligned<uint>((void*)address);

    /// <summary>Loads from the packet in network byte order, as classic BPF does.</summary>
    /// <returns>False if that lies outside.</returns>
    internal bool TryLoadPacket(long size, uint offset, out ulong value)
    {
        value = 0;
        if (offset + (ulong)size > PacketRoom1) return false;
        byte* place = (byte*)PacketStart + offset;
        value = size switch
        {
            1 => *place,
            2 => BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ushort>(place)),
            _ => BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<uint>(place)),
        };
        return true;
    }

    /// <summary>Says what lies nearest to an address, for a message: at most 4 KiB away.</summary>
    internal string? DescribeNearest(ulong address)
    {
        const ulong Near = 4096;
        (ulong distance, string text) nearest = (Near + 1, "");
        Consider((ulong)(StackTop - FrameSize), FrameSize, "the stack");
        Consider(ContextStart, (ulong)Current.Image.Context.Size, "the context");
        Consider(PacketStart, PacketRoom1, Current.Image.Context.Size == 0 ? "the memory" : "the packet"); // plain memory is lent as a packet is
        for (int i = 0; i < _regionCount; i++)
            Consider(_regions[i].Start, _regions[i].Length, _regions[i].Kind == RegionKind.Record ? "a ring buffer record" : "memory of the host");
        foreach (VmMap map in Current.Image.Maps)
        {
            foreach (MemoryRange range in map.Values) Consider(range.Start, range.Length, $"the values of {map}");
        }

        return nearest.distance > Near ? null : nearest.text;

        void Consider(ulong start, ulong length, string name)
        {
            if (length == 0) return;
            ulong end = start + length;
            ulong distance = address < start ? start - address : address >= end ? address - end : 0;
            if (distance >= nearest.distance) return;
            FormattableString text = address >= end ? $"That is {distance} bytes behind the end of {name} ({length} bytes)."
                : address < start ? $"That is {distance} bytes before {name} ({length} bytes)."
                : (FormattableString)$"That is byte {address - start} of {name} ({length} bytes).";
            nearest = (distance, text.ToString(CultureInfo.InvariantCulture));
        }
    }
}
