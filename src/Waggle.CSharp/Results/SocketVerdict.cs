namespace Waggle.CSharp;

/// <summary>What becomes of data or of a lookup; the kernel's <c>enum sk_action</c>.</summary>
public enum SocketVerdict
{
    /// <summary>Dropped; a lookup finds nothing.</summary>
    Drop = 0,

    /// <summary>Goes on: to the socket that was chosen, or by the usual way.</summary>
    Pass = 1,
}
