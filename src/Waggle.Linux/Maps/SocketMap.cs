using System.Runtime.InteropServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;

namespace Waggle.Linux.Maps;

/// <summary>A map whose values are sockets: sockmap (Linux 4.14) and sockhash (4.18).</summary>
/// <typeparam name="TKey">Key, laid out as the program lays it out; <see cref="uint"/> for a sockmap.</typeparam>
/// <remarks>A view: it does not own the map. A socket leaves the map when it is closed. Thread-safe; each operation is one system call.
/// Rules from <c>net/core/sock_map.c</c>.</remarks>
public sealed unsafe class SocketMap<TKey> where TKey : unmanaged
{
    /// <summary>Looks at a map through types.</summary>
    /// <exception cref="BpfMapException">The map holds no sockets, or its keys have another size.</exception>
    public SocketMap(KernelMap map)
    {
        MapView.CheckKind(map, "A SocketMap", MapType.SockMap, MapType.SockHash);
        if (map.KeySizeInBytes != sizeof(TKey) || map.ValueSizeInBytes is not (sizeof(int) or sizeof(long)))
            throw new BpfMapException("look at a map through types", map.ToString(), Errno.None,
                $"Its keys have {map.KeySizeInBytes} bytes and its values {map.ValueSizeInBytes}; a SocketMap<{typeof(TKey).Name}> has "
                + $"{sizeof(TKey)}, and 4 or 8.");
        Map = map;
    }

    /// <summary>The map.</summary>
    public KernelMap Map { get; }

    /// <summary>Puts a socket in: a connected or listening TCP socket, a UDP, Unix or vsock socket. From now on the map's programs see its data.</summary>
    /// <param name="key">The key.</param>
    /// <param name="socket">The socket's handle (<c>Socket.SafeHandle</c>).</param>
    /// <param name="mode">What to do about a key that is or is not there.</param>
    /// <exception cref="BpfMapException">The socket is of a kind or in a state that the kernel does not take, or the mode forbids it.</exception>
    public void Set(in TKey key, SafeHandle socket, UpdateMode mode = UpdateMode.AddOrReplace)
    {
        ArgumentNullException.ThrowIfNull(socket);
        bool isAdded = false;
        socket.DangerousAddRef(ref isAdded);
        try
        {
            TKey keyCopy = key;
            long number = socket.DangerousGetHandle();
            Errno error = Map.Update(&keyCopy, &number, (ulong)mode);
            if (error == Errno.None) return;
            throw error is Errno.OperationNotSupported or Errno.Invalid
                ? new BpfMapException("put a socket into a map", Map.ToString(), error,
                    "The map takes connected or listening TCP sockets, bound or connected UDP sockets, and Unix and vsock sockets.")
                : Map.UpdateError(error);
        }
        finally
        {
            socket.DangerousRelease();
        }
    }

    /// <summary>The kernel's cookie of the socket at a key (<c>SO_COOKIE</c>); the map's values must have 8 bytes.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="BpfMapException">The map's values have 4 bytes.</exception>
    public bool TryGetCookie(in TKey key, out ulong cookie)
    {
        if (Map.ValueSizeInBytes != sizeof(ulong))
            throw new BpfMapException("read a socket's cookie", Map.ToString(), Errno.None, "Create the map with values of 8 bytes to read cookies.");
        TKey keyCopy = key;
        ulong read = 0;
        bool isThere = Map.TryLookup(&keyCopy, &read);
        cookie = read;
        return isThere;
    }

    /// <summary>Takes a socket out.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(in TKey key)
    {
        TKey keyCopy = key;
        try
        {
            return Map.TryDelete(&keyCopy);
        }
        catch (BpfMapException error) when (error.Errno == Errno.Invalid)
        {
            return false; // what a sockmap, other than a sockhash, says of a place that is empty
        }
    }
}
