using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Links;

/// <summary>An attachment to a netfilter hook of the calling thread's network namespace (Linux 6.4).</summary>
public sealed class NetfilterLink : Link
{
    private const uint IpDefragment = 1; // BPF_F_NETFILTER_IP_DEFRAG

    private NetfilterLink(string program, string hook, SafeDescriptor link) : base(program, hook, link)
    {
    }

    /// <summary>Attaches to a hook.</summary>
    internal static NetfilterLink Attach(SafeDescriptor program, string programName, NetfilterOptions options)
    {
        string hook = $"netfilter {options.Family} {options.Hook}, priority {options.Priority}";
        using SafeDescriptor.Lease lease = program.Use();
        var attr = new LinkCreateAttr
        {
            prog_fd = lease.Number,
            attach_type = BpfAttachType.BPF_NETFILTER,
            netfilter_pf = (uint)options.Family,
            netfilter_hooknum = (uint)options.Hook,
            netfilter_priority = options.Priority,
            netfilter_flags = options.Defragment ? IpDefragment : 0,
        };
        if (BpfCall.Open(BpfCommand.BPF_LINK_CREATE, ref attr) is { } link) return new NetfilterLink(programName, hook, link);

        Errno error = Libc.LastError;
        throw KernelError.Attach($"program '{programName}' to {hook}", error, BpfAttachType.BPF_NETFILTER, error switch
        {
            Errno.Busy => "Another BPF program has this priority: choose a free one.",
            Errno.OutOfRange => "The lowest and the highest priority are the kernel's own: choose one between.",
            _ => null,
        });
    }
}
