namespace Waggle.Linux.Links;

/// <summary>Where in netfilter a program runs.</summary>
public sealed record NetfilterOptions
{
    /// <summary>Which packets.</summary>
    public required NetfilterFamily Family { get; init; }

    /// <summary>Where on their way.</summary>
    public required NetfilterHook Hook { get; init; }

    /// <summary>Order among the others of the hook, lower first; the lowest and highest number are taken by the kernel.
    /// It must be free: no two BPF programs share one.</summary>
    public int Priority { get; init; } = -128;

    /// <summary>Whether fragments are put together before (<c>BPF_F_NETFILTER_IP_DEFRAG</c>, Linux 6.6).</summary>
    public bool Defragment { get; init; }
}
