using System.Runtime.CompilerServices;
using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>perf events, one for each CPU: buffers of records to user space, or counters (Linux 4.3). New programs send records by a
/// <see cref="RingBuffer{T}"/>, which is faster and keeps the order.</summary>
[MapKind(MapType.PerfEventArray, Key = typeof(uint), Value = typeof(uint), Entries = 0)]
public sealed class PerfEventArray
{
    private const ulong ThisCpu = 0xffff_ffff; // BPF_F_CURRENT_CPU

    /// <summary>Sends a record by this CPU's buffer (<c>bpf_perf_event_output</c>, Linux 4.4). GPL only.</summary>
    /// <returns>0, or a negative errno: ENOSPC if the buffer is full, ENOENT if nobody reads.</returns>
    public long Send<T>(scoped in T record) where T : unmanaged => Output(
        ref ProgramContext.Current, this, ThisCpu, in Unsafe.As<T, byte>(ref Unsafe.AsRef(in record)), (uint)Unsafe.SizeOf<T>());

    /// <summary>Sends a record and the packet's first bytes behind it (<c>bpf_perf_event_output</c>, Linux 4.4). For XDP, traffic control and
    /// cgroup packets. GPL only.</summary>
    /// <param name="record">The record.</param>
    /// <param name="packetLength">How many bytes of the packet: at most what it has.</param>
    /// <returns>0, or a negative errno.</returns>
    public long SendWithPacket<T>(scoped in T record, uint packetLength) where T : unmanaged => Output(
        ref ProgramContext.Current, this, ThisCpu | (ulong)(packetLength & 0xf_ffff) << 32, in Unsafe.As<T, byte>(ref Unsafe.AsRef(in record)), (uint)Unsafe.SizeOf<T>());

    /// <summary>Sends a record and a packet's first bytes behind it, from a typed tracing program (<c>bpf_skb_output</c>, Linux 5.5). GPL only.</summary>
    /// <returns>0, or a negative errno.</returns>
    public long SendWithBuffer<T>(KernelPointer<KernelBuffer> packet, scoped in T record, uint packetLength) where T : unmanaged => BufferOutput(
        packet, this, ThisCpu | (ulong)(packetLength & 0xf_ffff) << 32, in Unsafe.As<T, byte>(ref Unsafe.AsRef(in record)), (uint)Unsafe.SizeOf<T>());

    /// <summary>Sends a record and an XDP packet's first bytes behind it, from a typed tracing program (<c>bpf_xdp_output</c>, Linux 5.7). GPL
    /// only.</summary>
    /// <param name="packet">A <c>struct xdp_buff</c>, its type known to the verifier.</param>
    /// <param name="record">The record.</param>
    /// <param name="packetLength">How many bytes of the packet.</param>
    /// <returns>0, or a negative errno.</returns>
    public long SendWithXdpBuffer<TPacket, T>(KernelPointer<TPacket> packet, scoped in T record, uint packetLength) where TPacket : unmanaged where T : unmanaged => XdpOutput(
        Unsafe.BitCast<KernelPointer<TPacket>, KernelPointer<byte>>(packet), this, ThisCpu | (ulong)(packetLength & 0xf_ffff) << 32, in Unsafe.As<T, byte>(ref Unsafe.AsRef(in record)), (uint)Unsafe.SizeOf<T>());

    [Helper(22, Since = "4.3")]
    private static long ReadEvent(object map, ulong flags) => (long)BpfHost.Current.Call(22, BpfHost.Current.AddressOf(map), flags);

    /// <summary>Reads this CPU's counter (<c>bpf_perf_event_read</c>, Linux 4.3). <see cref="TryReadCounter"/> tells errors apart. GPL only.</summary>
    /// <returns>The count, or a negative errno.</returns>
    public long ReadCounter() => ReadEvent(this, ThisCpu);

    /// <summary>Reads this CPU's counter (<c>bpf_perf_event_read_value</c>, Linux 4.15). GPL only.</summary>
    /// <returns>Whether it could be read.</returns>
    public bool TryReadCounter(out CounterReading reading)
    {
        Unsafe.SkipInit(out reading);
        return ReadValue(this, ThisCpu, ref reading, (uint)Unsafe.SizeOf<CounterReading>()) == 0;
    }

    [Helper(25, Since = "4.4")]
    private static long Output(ref byte context, object map, ulong flags, ref readonly byte data, uint size) =>
        (long)BpfHost.Current.Call(25, BpfHost.Address(in context), BpfHost.Current.AddressOf(map), flags, BpfHost.Address(in data), size);

    [Helper(55, Since = "4.15")]
    private static long ReadValue(object map, ulong flags, ref CounterReading reading, uint size) =>
        (long)BpfHost.Current.Call(55, BpfHost.Current.AddressOf(map), flags, BpfHost.Address(in reading), size);

    [Helper(111, Since = "5.5")]
    private static long BufferOutput(KernelPointer<KernelBuffer> packet, object map, ulong flags, ref readonly byte data, uint size) =>
        (long)BpfHost.Current.Call(111, packet.Address, BpfHost.Current.AddressOf(map), flags, BpfHost.Address(in data), size);

    [Helper(121, Since = "5.7")]
    private static long XdpOutput(KernelPointer<byte> packet, object map, ulong flags, ref readonly byte data, uint size) =>
        (long)BpfHost.Current.Call(121, packet.Address, BpfHost.Current.AddressOf(map), flags, BpfHost.Address(in data), size);
}
