using System.Runtime.CompilerServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Maps;

namespace Waggle.CSharp;

/// <summary>A value for each socket, which goes away with it (Linux 5.2).</summary>
/// <typeparam name="T">Type of the value.</typeparam>
[MapKind(MapType.SkStorage, Key = typeof(int), Entries = 0, Flags = MapFlags.NoPreallocation)]
public sealed class SocketStorage<T> where T : unmanaged
{
    private const ulong Create = 1; // BPF_LOCAL_STORAGE_GET_F_CREATE

    /// <summary>The value of a socket, if it has one.</summary>
    public MapValue<T> Find(SocketReference socket) => new(ref Get(this, ref socket.Value, 0, 0));

    /// <summary>The value of a socket, made with zeros if it has none; does not exist only if there is no memory.</summary>
    public MapValue<T> FindOrCreate(SocketReference socket) => new(ref Get(this, ref socket.Value, 0, Create));

    /// <summary>Removes the value of a socket.</summary>
    /// <returns>Whether it had one.</returns>
    public bool Remove(SocketReference socket) => Delete(this, ref socket.Value) == 0;

    /// <summary>The value of a socket that a typed tracing program has, if it has one.</summary>
    public MapValue<T> Find<TSocket>(KernelPointer<TSocket> socket) where TSocket : unmanaged =>
        new(ref GetByType(this, Unsafe.BitCast<KernelPointer<TSocket>, KernelPointer<byte>>(socket), 0, 0));

    /// <summary>The value of a socket that a typed tracing program has, made with zeros if it has none.</summary>
    public MapValue<T> FindOrCreate<TSocket>(KernelPointer<TSocket> socket) where TSocket : unmanaged =>
        new(ref GetByType(this, Unsafe.BitCast<KernelPointer<TSocket>, KernelPointer<byte>>(socket), 0, Create));

    /// <summary>The value of the socket of a <see cref="CgroupSocketAttribute"/> program, made with zeros if it has none.</summary>
    public MapValue<T> FindOrCreateForContext() =>
        new(ref Get(this, ref Unsafe.As<byte, SocketContext>(ref ProgramContext.Current), 0, Create));

    [Helper(107, Since = "5.2")]
    private static ref T GetByType(object map, KernelPointer<byte> socket, ulong initial, ulong flags) =>
        ref BpfHost.At<T>(BpfHost.Current.Call(107, BpfHost.Current.AddressOf(map), socket.Address, initial, flags));

    [Helper(107, Since = "5.2")]
    private static ref T Get(object map, ref SocketContext socket, ulong initial, ulong flags) =>
        ref BpfHost.At<T>(BpfHost.Current.Call(107, BpfHost.Current.AddressOf(map), BpfHost.Address(in socket), initial, flags));

    [Helper(108, Since = "5.2")]
    private static long Delete(object map, ref SocketContext socket) =>
        (long)BpfHost.Current.Call(108, BpfHost.Current.AddressOf(map), BpfHost.Address(in socket));
}
