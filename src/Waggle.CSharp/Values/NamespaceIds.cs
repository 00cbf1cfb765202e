namespace Waggle.CSharp;

/// <summary>Ids of a task in a pid namespace: <c>struct bpf_pidns_info</c>.</summary>
public struct NamespaceIds
{
    /// <summary>Thread id: the kernel's pid.</summary>
    public uint Thread;

    /// <summary>Process id: the kernel's tgid.</summary>
    public uint Process;
}
