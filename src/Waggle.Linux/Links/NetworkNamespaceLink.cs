using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Links;

/// <summary>An attachment to a network namespace: sk_lookup (Linux 5.9) or flow dissector (5.8).</summary>
public sealed class NetworkNamespaceLink : Link
{
    private NetworkNamespaceLink(string program, string hook, SafeDescriptor link) : base(program, hook, link)
    {
    }

    /// <summary>Attaches to the namespace that a file stands for.</summary>
    internal static NetworkNamespaceLink Attach(SafeDescriptor program, string programName, string path, BpfAttachType attachType)
    {
        string hook = $"{(attachType == BpfAttachType.BPF_SK_LOOKUP ? "sk_lookup" : "flow dissector")} of {path}";
        string what = $"program '{programName}' to {hook}";
        using SafeDescriptor target = KernelFile.TryOpen(path) ?? throw KernelError.Attach(what, Libc.LastError, $"{path} can't be opened.");
        using SafeDescriptor.Lease targetLease = target.Use();
        using SafeDescriptor.Lease lease = program.Use();
        var attr = new LinkCreateAttr { prog_fd = lease.Number, target_fd = targetLease.Number, attach_type = attachType };
        if (BpfCall.Open(BpfCommand.BPF_LINK_CREATE, ref attr) is { } link) return new NetworkNamespaceLink(programName, hook, link);

        Errno error = Libc.LastError;
        throw KernelError.Attach(what, error, error is Errno.Exists or Errno.TooBig
            ? "The namespace has a program of this kind already and takes no more, or (flow dissector) the machine's first namespace has one."
            : null);
    }
}
