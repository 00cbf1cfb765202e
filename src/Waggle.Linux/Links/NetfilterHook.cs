namespace Waggle.Linux.Links;

/// <summary>Places on a packet's way (<c>NF_INET_*</c> of include/uapi/linux/netfilter.h).</summary>
public enum NetfilterHook
{
    /// <summary>On arrival, before routing.</summary>
    PreRouting = 0,

    /// <summary>On the way to a local socket.</summary>
    LocalIn = 1,

    /// <summary>On the way through.</summary>
    Forward = 2,

    /// <summary>From a local socket.</summary>
    LocalOut = 3,

    /// <summary>Before departure, after routing.</summary>
    PostRouting = 4,
}
