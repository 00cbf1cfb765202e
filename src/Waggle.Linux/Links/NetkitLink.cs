using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Machine;

namespace Waggle.Linux.Links;

/// <summary>An attachment to a netkit pair (Linux 6.7), one of several in an order.</summary>
public sealed class NetkitLink : Link
{
    private NetkitLink(string program, string hook, SafeDescriptor link) : base(program, hook, link)
    {
    }

    /// <summary>Attaches to the pair of a primary interface.</summary>
    internal static NetkitLink Attach(SafeDescriptor program, string programName, int interfaceIndex, NetkitSide side, AttachOrder? order)
    {
        string hook = $"netkit {(side == NetkitSide.Primary ? "primary" : "peer")} of interface {interfaceIndex}";
        if (OrderedLink.Create(program, interfaceIndex, AttachTypeOf(side), order) is { } link) return new NetkitLink(programName, hook, link);

        Errno error = Libc.LastError;
        string what = $"program '{programName}' to {hook}";
        throw error == Errno.Invalid
            ? new BpfNotSupportedException("attach a program", what, error, $"Linux {KernelRelease.Text} is older than 6.7, or built without CONFIG_NETKIT.")
            : KernelError.Attach(what, error, error switch
            {
                Errno.NotSupported or Errno.OperationNotSupported => $"Interface {interfaceIndex} is no netkit interface.",
                Errno.AccessDenied => $"Interface {interfaceIndex} is the peer: programs of both sides are attached to the primary interface.",
                _ => OrderedLink.Explain(error, interfaceIndex),
            });
    }

    internal static BpfAttachType AttachTypeOf(NetkitSide side) =>
        side == NetkitSide.Primary ? BpfAttachType.BPF_NETKIT_PRIMARY : BpfAttachType.BPF_NETKIT_PEER;
}
