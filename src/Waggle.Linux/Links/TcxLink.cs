using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Links;

/// <summary>An attachment to a network interface's traffic control (Linux 6.6), one of several in an order.</summary>
public sealed class TcxLink : Link
{
    private TcxLink(string program, string hook, SafeDescriptor link) : base(program, hook, link)
    {
    }

    /// <summary>Attaches to an interface of the calling thread's network namespace.</summary>
    internal static TcxLink Attach(SafeDescriptor program, string programName, int interfaceIndex, TcxDirection direction, AttachOrder? order)
    {
        string hook = $"tcx {(direction == TcxDirection.Ingress ? "ingress" : "egress")} of interface {interfaceIndex}";
        if (OrderedLink.Create(program, interfaceIndex, AttachTypeOf(direction), order) is { } link) return new TcxLink(programName, hook, link);

        Errno error = Libc.LastError;
        throw KernelError.Attach($"program '{programName}' to {hook}", error, AttachTypeOf(direction), error == Errno.Invalid
            ? "The kernel is older than Linux 6.6, or the program was loaded for the other direction."
            : OrderedLink.Explain(error, interfaceIndex), instead: "AttachTc attaches there on kernels before Linux 6.6.");
    }

    internal static BpfAttachType AttachTypeOf(TcxDirection direction) =>
        direction == TcxDirection.Ingress ? BpfAttachType.BPF_TCX_INGRESS : BpfAttachType.BPF_TCX_EGRESS;
}
