namespace Waggle.CSharp;

/// <summary>A moment in a socket's life.</summary>
public enum SocketMoment
{
    /// <summary>It was made (4.10).</summary>
    Create,

    /// <summary>It is closed (5.9).</summary>
    Release,

    /// <summary>It was bound to an IPv4 address and port (4.17).</summary>
    Bound4,

    /// <summary>It was bound to an IPv6 address and port (4.17).</summary>
    Bound6,
}
