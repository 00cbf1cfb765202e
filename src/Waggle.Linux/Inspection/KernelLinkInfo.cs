using Waggle.Linux.Links;

namespace Waggle.Linux.Inspection;

/// <summary>What the kernel says of a BPF link, the same as <c>bpftool link</c> shows.</summary>
/// <param name="Id">The kernel's number for it.</param>
/// <param name="Kind">Kind of link.</param>
/// <param name="ProgramId">Program that it runs; 0 for a struct_ops link.</param>
/// <param name="Details">What its kind adds.</param>
public sealed record KernelLinkInfo(uint Id, LinkKind Kind, uint ProgramId, LinkDetails Details);
