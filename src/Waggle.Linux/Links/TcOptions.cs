namespace Waggle.Linux.Links;

/// <summary>Where a classic TC filter stands.</summary>
public sealed record TcOptions
{
    /// <summary>Order among the filters of the interface and direction, lower first, 1 to 65535; 0 lets the kernel choose.</summary>
    public int Priority { get; init; }

    /// <summary>Number of the filter in its priority; 0 lets the kernel choose.</summary>
    public uint Handle { get; init; }

    /// <summary>Whether a filter with this priority and handle, which must then be given, is replaced; otherwise it must not exist.</summary>
    public bool Replaces { get; init; }
}
