namespace Waggle.Linux.Links;

/// <summary>What the kernel says of a BPF link, the same as <c>bpftool link</c> shows.</summary>
/// <param name="Id">The kernel's number for it.</param>
/// <param name="Kind">Kind of hook.</param>
/// <param name="ProgramId">Number of the program that it runs now.</param>
/// <param name="InterfaceIndex">Network interface of an XDP or tcx link, 0 once the interface is gone; null for other kinds.</param>
/// <param name="CgroupId">cgroup of a cgroup link (inode number of its directory), 0 once it is gone; null for other kinds.</param>
/// <param name="NetworkNamespaceInode">Network namespace of a sk_lookup or flow dissector link; null for other kinds.</param>
public sealed record LinkInfo(
    uint Id, LinkKind Kind, uint ProgramId, uint? InterfaceIndex, ulong? CgroupId, uint? NetworkNamespaceInode);
