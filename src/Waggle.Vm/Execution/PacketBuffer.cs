using System.Runtime.InteropServices;

namespace Waggle.Vm.Execution;

/// <summary>A packet in native memory, with room before and behind it that helpers may move its ends into.</summary>
/// <remarks>Room as the kernel's test runs have it: 256 bytes before (<c>XDP_PACKET_HEADROOM</c>).</remarks>
internal sealed unsafe class PacketBuffer : IDisposable
{
    /// <summary>Bytes before a packet.</summary>
    internal const int Headroom = 256;

    /// <summary>Bytes behind a packet, at least.</summary>
    internal const int Tailroom = 320;

    private byte* _memory;

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

    /// <summary>First byte of the packet.</summary>
    internal byte* Data => _memory + Start;

    /// <summary>The packet as it is now.</summary>
    internal ReadOnlySpan<byte> Bytes => new(Data, Length);

    /// <summary>Takes a packet in.</summary>
    internal void Load(ReadOnlySpan<byte> packet)
    {
        int needed = Headroom + packet.Length + Tailroom;
        if (needed > Capacity)
        {
            NativeMemory.AlignedFree(_memory);
            Capacity = needed;
            _memory = (byte*)NativeMemory.AlignedAlloc((nuint)needed, 64);
            NativeMemory.Clear(_memory, (nuint)needed); // what a program finds when it moves the ends
        }

        (Start, Length, MetaLength) = (Headroom, packet.Length, 0);
        packet.CopyTo(new Span<byte>(Data, Length));
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        Capacity = 0;
    }
}
