namespace Waggle.Linux.Links;

/// <summary>Order in which an iterator goes through cgroups (<c>enum bpf_cgroup_iter_order</c>, Linux 6.1).</summary>
public enum CgroupWalk
{
    /// <summary>The cgroup itself only.</summary>
    SelfOnly = 1,

    /// <summary>The cgroup, then all below it, parents before children.</summary>
    ParentsFirst = 2,

    /// <summary>All below the cgroup and then itself, children before parents.</summary>
    ChildrenFirst = 3,

    /// <summary>The cgroup and all above it.</summary>
    Ancestors = 4,
}
