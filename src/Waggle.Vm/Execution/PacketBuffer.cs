using System.Runtime.InteropServices;
using Waggle.Vm.Memory;

namespace Waggle.Vm.Execution;

/// <summary>A packet in native memory, with room before and behind it that helpers may move its ends into, and what they know of it.</summary>
/// <remarks>Room as the kernel's test runs have it: 256 bytes before (<c>XDP_PACKET_HEADROOM</c>), a page in all for XDP.</remarks>
internal sealed unsafe class PacketBuffer : IDisposable
{
    /// <summary>Bytes before a packet.</summary>
    internal const int Headroom = 256;

    /// <summary>Bytes that the kernel keeps at the start of that room (<c>struct xdp_frame</c>).</summary>
    internal const int ReservedHead = 40;

    /// <summary>Bytes of a frame, and what the kernel keeps at its end (<c>struct skb_shared_info</c>).</summary>
    internal const int FrameSize = 4096, ReservedTail = 320;

    /// <summary>Longest packet that helpers make (<c>BPF_SKB_MAX_LEN</c>).</summary>
    internal const int LongestBuffer = 4 * FrameSize - ReservedTail;

    /// <summary>Bytes of an Ethernet header.</summary>
    internal const int EthernetHeader = 14;

    /// <summary>Longest metadata before a packet.</summary>
    internal const int LongestMetadata = byte.MaxValue;

    private const int MostClones = 1024;

    private byte* _memory;
    private bool _isNew;

    /// <summary>Whether the packet lies below 4 GiB: for programs that are no BPF code, to which a context's fields of 4 bytes are the addresses.</summary>
    internal bool IsLow { get; init; }

    /// <summary>Bytes that the buffer has.</summary>
    internal int Capacity { get; private set; }

    /// <summary>First byte of the buffer.</summary>
    internal byte* Memory => _memory;

    /// <summary>Where in the buffer the packet begins.</summary>
    internal int Start { get; set; }

    /// <summary>Bytes of the packet.</summary>
    internal int Length { get; set; }

    /// <summary>Bytes of metadata right before it.</summary>
    internal int MetaLength { get; set; }

    /// <summary>Offset of the network header in the packet.</summary>
    internal int NetworkOffset { get; set; } = EthernetHeader;

    /// <summary>Offset of the link header in the packet: below 0 where the program sees the packet from behind it.</summary>
    internal int LinkOffset { get; private set; }

    /// <summary>Whether a helper has put the packet into another one.</summary>
    internal bool IsEncapsulated { get; set; }

    /// <summary>Checksums that hardware found right, less one; -1 if none.</summary>
    internal int ChecksumLevel { get; set; } = -1;

    /// <summary>The tunnel that the program wants it to go through; null for none.</summary>
    internal PacketTunnel? Tunnel { get; set; }

    /// <summary>Where the last redirect helper wants the packet to go; null if nowhere.</summary>
    internal PacketRedirect? Redirect { get; set; }

    /// <summary>Copies that <c>bpf_clone_redirect</c> has sent.</summary>
    internal List<(PacketRedirect Target, byte[] Data)> Clones { get; } = [];

    /// <summary>First byte of the packet.</summary>
    internal byte* Data => _memory + Start;

    /// <summary>The packet as it is now.</summary>
    internal ReadOnlySpan<byte> Bytes => new(Data, Length);

    /// <summary>The packet with the metadata before it: what a test run of the kernel hands back.</summary>
    internal ReadOnlySpan<byte> BytesWithMetadata => new(Data - MetaLength, MetaLength + Length);

    /// <summary>The packet as it is now, to change it.</summary>
    internal Span<byte> Span => new(Data, Length);

    /// <summary>Takes a packet in.</summary>
    internal void Load(ReadOnlySpan<byte> packet)
    {
        int needed = Math.Max(FrameSize - ReservedTail, Headroom + packet.Length);
        if (needed > Capacity) Replace(Allocate(needed), needed);
        else new Span<byte>(_memory, Capacity).Clear(); // what a program finds when it moves the ends
        (Start, Length, MetaLength, NetworkOffset) = (Headroom, packet.Length, 0, EthernetHeader);
        (IsEncapsulated, ChecksumLevel, Redirect, Tunnel, _isNew, LinkOffset) = (false, -1, null, null, true, 0);
        if (Clones.Count > 0) Clones.Clear();
        packet.CopyTo(Span);
    }

    /// <summary>Whether the packet is a new one; asked once.</summary>
    internal bool TakeNew()
    {
        bool isNew = _isNew;
        _isNew = false;
        return isNew;
    }

    /// <summary>Has the packet begin behind its link header.</summary>
    internal void SkipLinkHeader(int size)
    {
        MoveStart(size);
        (LinkOffset, NetworkOffset) = (-size, 0);
    }

    /// <summary>Moves the start of the packet, forward or back. The caller has checked that there is room.</summary>
    internal void MoveStart(int by) => (Start, Length) = (Start + by, Length - by);

    /// <summary>Makes room before and behind the packet, which may lie elsewhere afterwards.</summary>
    internal void Reserve(int before, int behind)
    {
        if (before <= Start && Start + Length + behind <= Capacity) return;
        int start = Headroom + before;
        int capacity = start + Length + behind + Headroom;
        byte* memory = Allocate(capacity);
        Bytes.CopyTo(new Span<byte>(memory + start, Length));
        Replace(memory, capacity);
        (Start, MetaLength) = (start, 0);
    }

    /// <summary>Opens a gap of zeros in the packet, <paramref name="at"/> bytes from its start.</summary>
    internal void Insert(int at, int count)
    {
        Reserve(count, 0);
        MoveStart(-count);
        Span.Slice(count, at).CopyTo(Span);
        Span.Slice(at, count).Clear();
    }

    /// <summary>Takes bytes out of the packet.</summary>
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
        Clones.Add((target, Bytes.ToArray()));
        return true;
    }

    public void Dispose() => Replace(null, 0);

    private byte* Allocate(int size)
    {
        if (IsLow) return LowMemory.Allocate(size);
        byte* memory = (byte*)NativeMemory.AlignedAlloc((nuint)size, 64);
        NativeMemory.Clear(memory, (nuint)size);
        return memory;
    }

    private void Replace(byte* memory, int capacity)
    {
        if (IsLow) LowMemory.Free(_memory, Capacity);
        else NativeMemory.AlignedFree(_memory);
        _memory = memory;
        Capacity = capacity;
    }
}
