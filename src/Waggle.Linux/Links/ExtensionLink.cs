using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Links;

/// <summary>An attachment of an extension or tracing program to a function of a loaded program other than the one that it was loaded
/// for (Linux 5.10).</summary>
public sealed class ExtensionLink : Link
{
    private ExtensionLink(string program, string hook, SafeDescriptor link) : base(program, hook, link)
    {
    }

    /// <summary>Attaches to a function.</summary>
    internal static ExtensionLink Attach(
        SafeDescriptor program, string programName, BpfAttachType attachType, SafeDescriptor target, uint functionId, string hook)
    {
        using SafeDescriptor.Lease lease = program.Use();
        using SafeDescriptor.Lease targetLease = target.Use();
        var attr = new LinkCreateAttr { prog_fd = lease.Number, target_fd = targetLease.Number, attach_type = attachType, target_btf_id = functionId };
        if (BpfCall.Open(BpfCommand.BPF_LINK_CREATE, ref attr) is { } link) return new ExtensionLink(programName, hook, link);

        Errno error = Libc.LastError;
        throw KernelError.Attach($"program '{programName}' to {hook}", error, error switch
        {
            Errno.Invalid => "The function's types differ from those of the program, or the target is of another kind than the one it was loaded for.",
            Errno.Busy => "Another program replaces or watches the function, or the target is itself watched.",
            _ => null,
        });
    }
}
