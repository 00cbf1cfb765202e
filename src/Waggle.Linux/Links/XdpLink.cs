using Waggle.Linux.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Links;

/// <summary>An attachment to the packets that arrive at a network interface (Linux 5.9).</summary>
public sealed class XdpLink : Link
{
    private XdpLink(string program, string hook, SafeDescriptor link) : base(program, hook, link)
    {
    }

    /// <summary>Attaches to an interface of the calling thread's network namespace.</summary>
    internal static XdpLink Attach(SafeDescriptor program, string programName, int interfaceIndex, XdpMode mode)
    {
        string hook = $"XDP of interface {interfaceIndex}";
        using SafeDescriptor.Lease lease = program.Use();
        var attr = new LinkCreateAttr { prog_fd = lease.Number, target_fd = interfaceIndex, attach_type = BpfAttachType.BPF_XDP, flags = (uint)mode };
        if (BpfCall.Open(BpfCommand.BPF_LINK_CREATE, ref attr) is { } link) return new XdpLink(programName, hook, link);

        Errno error = Libc.LastError;
        throw KernelError.Attach($"program '{programName}' to {hook}", error, error switch
        {
            Errno.NoDevice or Errno.Invalid => $"This network namespace has no interface {interfaceIndex}.",
            Errno.Busy or Errno.Exists => "The interface has an XDP program already, or one in another mode; it takes one.",
            Errno.OperationNotSupported => $"The interface's driver has no XDP in mode {mode}: try {nameof(XdpMode)}.{nameof(XdpMode.Generic)}.",
            _ => null,
        });
    }
}
