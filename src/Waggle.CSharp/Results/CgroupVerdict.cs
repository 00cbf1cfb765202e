namespace Waggle.CSharp;

/// <summary>Whether what a cgroup's process wants is allowed.</summary>
public enum CgroupVerdict
{
    /// <summary>It fails with EPERM, or a packet is dropped.</summary>
    Deny = 0,

    /// <summary>It goes on.</summary>
    Allow = 1,

    /// <summary>A packet that leaves is dropped, and TCP slows down (egress of <see cref="CgroupSkbAttribute"/> only, Linux 5.1). A bind is allowed without the right to use
    /// low ports (bind of <see cref="CgroupAddressAttribute"/>, Linux 5.12: <c>BPF_RET_BIND_NO_CAP_NET_BIND_SERVICE</c> is bit 1 of an allowing result).</summary>
    DenyAndNotify = 2,

    /// <summary>A packet that leaves goes on, and TCP slows down. A bind is allowed, also to a low port.</summary>
    AllowAndNotify = 3,
}
