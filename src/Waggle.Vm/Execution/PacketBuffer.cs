using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Waggle.Vm.Execution;

/// <summary>A packet in native memory, with room before and behind it, and what helpers know of it.</summary>
/// <remarks>Of one run at a time; kept from run to run.</remarks>
internal sealed unsafe class PacketBuffer(PacketKind kind) : IDisposable
{
    /// <summary>Room before the data of XDP (<c>XDP_PACKET_HEADROOM</c>).</summary>
    internal const int Headroom = 256;

    /// <summary>Bytes that the kernel keeps at the start of that room (<c>struct xdp_frame</c>).</summary>
    internal const int ReservedHead = 40;

    /// <summary>Bytes of a frame and what the kernel keeps at its end (<c>struct skb_shared_info</c>).</summary>
    internal const int FrameSize = 4096, ReservedTail = 320;

    /// <summary>Longest packet that helpers make (<c>BPF_SKB_MAX_LEN</c>).</summary>
    internal const int LongestBuffer = 4 * FrameSize - ReservedTail;

    /// <summary>Bytes of an Ethernet header.</summary>
    internal const int EthernetHeader = 14;

    private const int MostClones = 1024;

    private byte* _memory;
    private int _capacity;

    internal PacketKind Kind { get; } = kind;

    /// <summary>Offset of the data in the memory.</summary>
    internal int Offset { get; private set; }

    /// <summary>Bytes of data.</summary>
    internal int Length { get; private set; }

    /// <summary>Bytes of metadata before the data.</summary>
    internal int MetaLength { get; set; }

    /// <summary>Offset of the network header in the data.</summary>
    internal int NetworkOffset { get; set; } = EthernetHeader;

    /// <summary>Whether a helper has put the packet into another one.</summary>
    internal bool IsEncapsulated { get; set; }

    /// <summary>Checksums that hardware found right, less one; -1 if none.</summary>
    internal int ChecksumLevel { get; set; } = -1;

    /// <summary>Where the last redirect helper wants the packet to go; null if nowhere.</summary>
    internal PacketRedirect? Redirect { get; set; }

    /// <summary>Copies that <c>bpf_clone_redirect</c> has sent.</summary>
    internal List<(PacketRedirect Target, byte[] Data)> Clones { get; } = [];

    /// <summary>First byte of the data.</summary>
    internal byte* Data => _memory + Offset;

    internal Span<byte> Span => new(Data, Length);

    /// <summary>Takes a packet in.</summary>
    internal void Load(ReadOnlySpan<byte> packet)
    {
        int needed = Math.Max(FrameSize - ReservedTail, Headroom + packet.Length);
        if (_capacity < needed)
        {
            NativeMemory.Free(_memory);
            _memory = (byte*)NativeMemory.AllocZeroed((nuint)needed);
            _capacity = needed;
        }
        else
        {
            new Span<byte>(_memory, _capacity).Clear();
        }

        (Offset, Length, MetaLength, NetworkOffset, IsEncapsulated, ChecksumLevel, Redirect) = (Headroom, packet.Length, 0, EthernetHeader, false, -1, null);
        Clones.Clear();
        packet.CopyTo(Span);
    }

    /// <summary>Fills what a program of this kind sees of the packet: the lengths, the protocol, who it is for.</summary>
    /// <param name="context">The context, zeroed, with the room for addresses behind it.</param>
    internal void Describe(Span<byte> context)
    {
        if (Kind == PacketKind.Xdp) return;
        BinaryPrimitives.WriteInt32LittleEndian(context[PacketContexts.Length..], Length);
        BinaryPrimitives.WriteInt32LittleEndian(context[PacketContexts.WireLength..], Length);
        if (Length < EthernetHeader) return;
        BinaryPrimitives.WriteInt32LittleEndian(context[PacketContexts.Protocol..], BinaryPrimitives.ReadUInt16LittleEndian(Span[12..]));
    }

    /// <summary>Moves the start of the data by a number of bytes, forward or back. The caller has checked that there is room.</summary>
    internal void MoveStart(int by) => (Offset, Length) = (Offset + by, Length - by);

    /// <summary>Moves the end of the data.</summary>
    internal void MoveEnd(int by) => Length += by;

    /// <summary>Whether the frame has room for data up to an offset from its start.</summary>
    internal bool Fits(int end) => end <= _capacity;

    /// <summary>Makes room before and behind the data; the data may lie elsewhere afterwards.</summary>
    internal void Reserve(int before, int behind)
    {
        if (before <= Offset && Offset + Length + behind <= _capacity) return;
        int offset = Headroom + before;
        int capacity = offset + Length + behind + Headroom;
        byte* memory = (byte*)NativeMemory.AllocZeroed((nuint)capacity);
        Span.CopyTo(new Span<byte>(memory + offset, Length));
        NativeMemory.Free(_memory);
        _memory = memory;
        (_capacity, Offset, MetaLength) = (capacity, offset, 0);
    }

    /// <summary>Opens a gap of zeros in the data, <paramref name="at"/> bytes from its start.</summary>
    internal void Insert(int at, int count)
    {
        Reserve(count, 0);
        MoveStart(-count);
        Span.Slice(count, at).CopyTo(Span);
        Span.Slice(at, count).Clear();
    }

    /// <summary>Takes bytes out of the data.</summary>
    internal void Remove(int at, int count)
    {
        Span[..at].CopyTo(Span[count..]);
        MoveStart(count);
    }

    /// <summary>Keeps a copy for another interface.</summary>
    /// <returns>Whether there is room for one more.</returns>
    internal bool TryClone(in PacketRedirect target)
    {
        if (Clones.Count >= MostClones) return false;
        Clones.Add((target, Span.ToArray()));
        return true;
    }

    public void Dispose()
    {
        NativeMemory.Free(_memory);
        _memory = null;
        (_capacity, Length) = (0, 0);
    }
}
