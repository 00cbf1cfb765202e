using System.Buffers.Binary;

namespace Waggle.Vm.Tests.Packets;

/// <summary>Capture files put together field by field, as draft-ietf-opsawg-pcap and draft-ietf-opsawg-pcapng lay them out, and not by the code under test.</summary>
internal sealed class CaptureBytes(bool isBigEndian)
{
    private readonly List<byte> _bytes = [];

    public byte[] ToArray() => [.. _bytes];

    public int Length => _bytes.Count;

    public CaptureBytes U8(params ReadOnlySpan<byte> values)
    {
        _bytes.AddRange(values);
        return this;
    }

    public CaptureBytes U16(ushort value) => U8(Order(BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(value))));

    public CaptureBytes U32(uint value) => U8(Order(BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(value))));

    public CaptureBytes U64(ulong value) => U8(Order(BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(value))));

    /// <summary>A pcap header.</summary>
    public CaptureBytes Pcap(uint magic, uint linkType = 1) => U32(magic).U16(2).U16(4).U32(0).U32(0).U32(65535).U32(linkType);

    /// <summary>A packet of pcap.</summary>
    public CaptureBytes Record(uint seconds, uint fraction, uint original, params byte[] data) => U32(seconds).U32(fraction).U32((uint)data.Length).U32(original).U8(data);

    /// <summary>A block of pcapng.</summary>
    public CaptureBytes Block(uint type, Action<CaptureBytes> content)
    {
        CaptureBytes inner = new(isBigEndian);
        content(inner);
        while (inner.Length % 4 != 0) inner.U8(0);
        return U32(type).U32((uint)inner.Length + 12).U8([.. inner._bytes]).U32((uint)inner.Length + 12);
    }

    /// <summary>An option of a block.</summary>
    public CaptureBytes Option(ushort code, Action<CaptureBytes> value)
    {
        CaptureBytes inner = new(isBigEndian);
        value(inner);
        U16(code).U16((ushort)inner.Length).U8([.. inner._bytes]);
        while (Length % 4 != 0) U8(0);
        return this;
    }

    public CaptureBytes Section(ushort major = 1) => Block(0x0A0D0D0A, b => b.U32(0x1A2B3C4D).U16(major).U16(0).U64(ulong.MaxValue));

    public CaptureBytes Interface(ushort linkType = 1, uint snapLength = 0, Action<CaptureBytes>? options = null) => Block(1, b =>
    {
        b.U16(linkType).U16(0).U32(snapLength);
        options?.Invoke(b);
    });

    public CaptureBytes Packet(uint source, ulong time, uint original, byte[] data, Action<CaptureBytes>? options = null) => Block(6, b =>
    {
        b.U32(source).U32((uint)(time >> 32)).U32((uint)time).U32((uint)data.Length).U32(original).U8(data);
        while (b.Length % 4 != 0) b.U8(0);
        options?.Invoke(b);
    });

    private byte[] Order(byte[] bigEndian) => isBigEndian ? bigEndian : [.. bigEndian.Reverse()];
}
