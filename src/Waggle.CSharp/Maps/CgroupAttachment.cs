namespace Waggle.CSharp;

/// <summary>A cgroup and a place to attach to: <c>struct bpf_cgroup_storage_key</c>.</summary>
public struct CgroupAttachment
{
    /// <summary>Id of the cgroup.</summary>
    public ulong Cgroup;

    /// <summary>Number of <c>enum bpf_attach_type</c>.</summary>
    public uint AttachType;

    /// <summary>0.</summary>
    public uint Zero;
}
