namespace Waggle.CSharp;

/// <summary>Which moments of a connection are reported; <c>BPF_SOCK_OPS_*_CB_FLAG</c>.</summary>
[Flags]
public enum TcpCallbacks
{
    /// <summary>Those that always are.</summary>
    None = 0,

    /// <summary>Timers that run out.</summary>
    RetransmitTimeout = 1 << 0,

    /// <summary>Segments sent again.</summary>
    Retransmit = 1 << 1,

    /// <summary>Changes of state.</summary>
    StateChange = 1 << 2,

    /// <summary>Each round trip (5.3).</summary>
    RoundTrip = 1 << 3,

    /// <summary>Options of all segments (5.10).</summary>
    ParseAllOptions = 1 << 4,

    /// <summary>Options that the kernel does not know (5.10).</summary>
    ParseUnknownOptions = 1 << 5,

    /// <summary>Writing of options (5.10).</summary>
    WriteOptions = 1 << 6,
}
