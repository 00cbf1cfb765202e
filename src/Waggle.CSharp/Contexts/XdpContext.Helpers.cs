using System.Runtime.CompilerServices;

namespace Waggle.CSharp;

/// <content>What an XDP program does with its packet. Cursors from before a change of size must not be used after it.</content>
public partial struct XdpContext
{
    /// <summary>All bytes of the packet, those of its later parts included (<c>bpf_xdp_get_buff_len</c>, Linux 5.18).</summary>
    public ulong Length => GetLength();

    /// <summary>Copies a value from anywhere in the packet, also across its parts (<c>bpf_xdp_load_bytes</c>, Linux 5.18).</summary>
    /// <param name="offset">From the packet's first byte on.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether the packet is that long.</returns>
    public bool TryLoad<T>(uint offset, out T value) where T : unmanaged
    {
        Unsafe.SkipInit(out value);
        return LoadBytes(offset, ref Unsafe.As<T, byte>(ref value), (uint)Unsafe.SizeOf<T>()) == 0;
    }

    /// <summary>Writes a value anywhere in the packet, also across its parts (<c>bpf_xdp_store_bytes</c>, Linux 5.18).</summary>
    /// <param name="offset">From the packet's first byte on.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether the packet is that long.</returns>
    public bool TryStore<T>(uint offset, scoped in T value) where T : unmanaged =>
        StoreBytes(offset, in Unsafe.As<T, byte>(ref Unsafe.AsRef(in value)), (uint)Unsafe.SizeOf<T>()) == 0;

    /// <summary>Moves the packet's first byte (<c>bpf_xdp_adjust_head</c>, Linux 4.10).</summary>
    /// <param name="change">Bytes: negative to make room in front, positive to cut off.</param>
    /// <returns>Whether it could be done.</returns>
    public bool TryAdjustHead(int change) => AdjustHead(change) == 0;

    /// <summary>Moves the packet's end (<c>bpf_xdp_adjust_tail</c>, Linux 4.18; longer since 5.8).</summary>
    /// <param name="change">Bytes: negative to cut off, positive to make room.</param>
    /// <returns>Whether it could be done.</returns>
    public bool TryAdjustTail(int change) => AdjustTail(change) == 0;

    /// <summary>Makes room for metadata in front of the packet, which travels with it to traffic control (<c>bpf_xdp_adjust_meta</c>, Linux 4.15).</summary>
    /// <param name="change">Bytes, a multiple of 4: negative to make room.</param>
    /// <returns>Whether it could be done.</returns>
    public bool TryAdjustMetadata(int change) => AdjustMetadata(change) == 0;

    [Helper(44, Since = "4.10")]
    private long AdjustHead(int change) => (long)BpfHost.Current.Call(44, BpfHost.Address(in this), (ulong)change);

    [Helper(54, Since = "4.15")]
    private long AdjustMetadata(int change) => (long)BpfHost.Current.Call(54, BpfHost.Address(in this), (ulong)change);

    [Helper(65, Since = "4.18")]
    private long AdjustTail(int change) => (long)BpfHost.Current.Call(65, BpfHost.Address(in this), (ulong)change);

    [Helper(188, Since = "5.18")]
    private ulong GetLength() => BpfHost.Current.Call(188, BpfHost.Address(in this));

    [Helper(189, Since = "5.18")]
    private long LoadBytes(uint offset, ref byte buffer, uint size) =>
        (long)BpfHost.Current.Call(189, BpfHost.Address(in this), offset, BpfHost.Address(in buffer), size);

    [Helper(190, Since = "5.18")]
    private long StoreBytes(uint offset, ref readonly byte buffer, uint size) =>
        (long)BpfHost.Current.Call(190, BpfHost.Address(in this), offset, BpfHost.Address(in buffer), size);
}
