namespace Waggle.CSharp;

/// <summary>What becomes of a packet; the kernel's <c>enum xdp_action</c>.</summary>
public enum XdpAction
{
    /// <summary>Dropped, and counted as an error of the program.</summary>
    Aborted = 0,

    /// <summary>Dropped.</summary>
    Drop = 1,

    /// <summary>Goes on to the kernel's network stack.</summary>
    Pass = 2,

    /// <summary>Leaves by the interface that it came by.</summary>
    Transmit = 3,

    /// <summary>Goes where the redirecting method said that was called before.</summary>
    Redirect = 4,
}
