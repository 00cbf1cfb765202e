using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace Waggle.Linux.Netlink;

/// <summary>A request in the making: header, the fixed part of its type, then attributes, each padded to 4 bytes.</summary>
/// <remarks>Layout: include/uapi/linux/netlink.h. Numbers have the machine's byte order.</remarks>
internal sealed class NetlinkMessage
{
    public const int HeaderSize = 16, AttributeHeaderSize = 4;
    private const int SequenceAt = 8;

    private readonly ArrayBufferWriter<byte> _bytes = new(256);
    private readonly Stack<(ushort Type, ArrayBufferWriter<byte> Content)> _nests = new();

    public NetlinkMessage(ushort type, ushort flags)
    {
        Write(_bytes, 0); // the length is known at the end
        Write(_bytes, type);
        Write(_bytes, flags);
        Write(_bytes, 0UL); // sequence number, and the port of the sender, which the kernel fills in
    }

    /// <summary>Adds the fixed part that comes before the attributes.</summary>
    public NetlinkMessage Fixed<T>(in T value) where T : unmanaged
    {
        Write(_bytes, value);
        return this;
    }

    public NetlinkMessage Add(ushort type, uint value) => Add(type, MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in value)));

    public NetlinkMessage Add(ushort type, ushort value) => Add(type, MemoryMarshal.AsBytes(new ReadOnlySpan<ushort>(in value)));

    public NetlinkMessage Add(ushort type, string text) => Add(type, Encoding.UTF8.GetBytes(text + "\0"));

    public NetlinkMessage Add(ushort type, ReadOnlySpan<byte> value)
    {
        ArrayBufferWriter<byte> target = _nests.TryPeek(out (ushort, ArrayBufferWriter<byte> Content) nest) ? nest.Content : _bytes;
        Write(target, checked((ushort)(AttributeHeaderSize + value.Length)));
        Write(target, type);
        target.Write(value);
        target.Write(new byte[-value.Length & 3]);
        return this;
    }

    /// <summary>Adds an attribute that holds attributes, or a fixed part and attributes.</summary>
    public NetlinkMessage Nest(ushort type, Action<NetlinkMessage> content, ReadOnlySpan<byte> fixedPart = default)
    {
        _nests.Push((type, new ArrayBufferWriter<byte>(128)));
        _nests.Peek().Content.Write(fixedPart);
        content(this);
        (_, ArrayBufferWriter<byte> done) = _nests.Pop();
        return Add(type, done.WrittenSpan);
    }

    /// <summary>The message, ready to send.</summary>
    public byte[] ToBytes(uint sequence)
    {
        byte[] bytes = _bytes.WrittenSpan.ToArray();
        MemoryMarshal.Write(bytes, bytes.Length);
        MemoryMarshal.Write(bytes.AsSpan(SequenceAt), sequence);
        return bytes;
    }

    private static void Write<T>(ArrayBufferWriter<byte> target, in T value) where T : unmanaged => target.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));
}
