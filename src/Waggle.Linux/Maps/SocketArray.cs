using System.Runtime.InteropServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;

namespace Waggle.Linux.Maps;

/// <summary>Sockets by index: AF_XDP sockets that XDP programs redirect to (Linux 4.18), or the sockets of a reuseport group (4.19).</summary>
/// <remarks>A view: it does not own the map. A socket leaves the map when it is closed. Thread-safe; each operation is one system call. Rules from
/// <c>net/xdp/xskmap.c</c> and <c>kernel/bpf/reuseport_array.c</c>.</remarks>
public sealed unsafe class SocketArray
{
    /// <summary>Looks at a map as sockets.</summary>
    /// <exception cref="BpfMapException">The map is of another kind.</exception>
    public SocketArray(KernelMap map)
    {
        MapView.CheckKind(map, "A SocketArray", MapType.XskMap, MapType.ReuseportSockArray);
        Map = map;
    }

    /// <summary>The map.</summary>
    public KernelMap Map { get; }

    /// <summary>Puts a socket in.</summary>
    /// <param name="index">Place in the array; of AF_XDP sockets usually the queue that they are bound to.</param>
    /// <param name="socket">The socket's handle (<c>Socket.SafeHandle</c>).</param>
    /// <param name="mode">What to do about a place that is or is not taken.</param>
    /// <exception cref="BpfMapException">The socket is not of the map's kind, in no reuseport group, or in a map already; or the index is behind the last entry.</exception>
    public void Set(uint index, SafeHandle socket, UpdateMode mode = UpdateMode.AddOrReplace)
    {
        ArgumentNullException.ThrowIfNull(socket);
        bool isAdded = false;
        socket.DangerousAddRef(ref isAdded);
        try
        {
            long number = socket.DangerousGetHandle(); // maps with values of 4 bytes read the lower half
            Errno error = Map.Update(&index, &number, (ulong)mode);
            if (error == Errno.None) return;
            throw error is Errno.Invalid or Errno.OperationNotSupported or Errno.NoEntry or Errno.Busy or Errno.NotSupported
                ? new BpfMapException("put a socket into a map", Map.ToString(), error, Map.Type == MapType.XskMap
                    ? "The map takes AF_XDP sockets."
                    : "The map takes TCP and UDP sockets that are bound with SO_REUSEPORT, each into one such map.")
                : Map.UpdateError(error);
        }
        finally
        {
            socket.DangerousRelease();
        }
    }

    /// <summary>Reads the cookie of a socket in a reuseport array (<c>SO_COOKIE</c>); values must have 8 bytes.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="BpfException">The map can't be read: AF_XDP sockets, or values of 4 bytes.</exception>
    public bool TryGetCookie(uint index, out ulong cookie)
    {
        ulong read = 0;
        bool isThere = Map.TryLookup(&index, &read);
        cookie = read;
        return isThere;
    }

    /// <summary>Takes a socket out.</summary>
    /// <returns>Whether there was one; a map of AF_XDP sockets says yes always.</returns>
    public bool Remove(uint index) => Map.TryDelete(&index);
}
