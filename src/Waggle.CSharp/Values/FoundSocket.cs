using System.Runtime.CompilerServices;

namespace Waggle.CSharp;

/// <summary>A socket that a lookup found, or none. Keep it in a <c>using</c> variable, which gives it back.</summary>
public readonly ref struct FoundSocket
{
    private readonly ref SocketContext _socket;

    internal FoundSocket(ref SocketContext socket) => _socket = ref socket;

    /// <summary>Whether there is a socket.</summary>
    public bool Exists => !Unsafe.IsNullRef(in _socket);

    /// <summary>The socket's fields.</summary>
    public ref SocketContext Value => ref _socket;

    /// <summary>The socket, for methods that take one.</summary>
    public SocketReference Reference => new(ref _socket);

    /// <summary>Gives it back. Called at the end of a <c>using</c> scope.</summary>
    public void Dispose()
    {
        if (Exists) Release(ref _socket);
    }

    [Helper(86, Since = "4.20")]
    private static long Release(ref SocketContext socket) => (long)BpfHost.Current.Call(86, BpfHost.Address(in socket));
}
