using System.Runtime.InteropServices;
using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Features;

/// <summary>Asks for a BPF token from no file system: a kernel that has tokens complains about the file system, another one about the command.</summary>
internal static class TokenProbe
{
    private const BpfCommand TokenCreate = (BpfCommand)36; // BPF_TOKEN_CREATE

    /// <summary>The answer.</summary>
    public static Feature Run()
    {
        var attr = new TokenAttr { bpffs_fd = -1 };
        if (BpfCall.Invoke(TokenCreate, ref attr) >= 0) return new Feature("token", Availability.Unknown, "the kernel made a token of nothing");
        Errno error = Libc.LastError;
        return error switch
        {
            Errno.BadDescriptor => new Feature("token", Availability.Yes, "BPF_TOKEN_CREATE wants a BPF file system (EBADF for none)"),
            Errno.Invalid => new Feature("token", Availability.No, "BPF_TOKEN_CREATE: EINVAL", "Linux has tokens since 6.9."),
            _ => Verdict.FromError("token", KernelError.Other("create a BPF token", "", error, Machine.Capability.Bpf)),
        };
    }

    // union bpf_attr for BPF_TOKEN_CREATE
    [StructLayout(LayoutKind.Explicit, Size = 8)]
    private struct TokenAttr
    {
        [FieldOffset(0)] public uint flags;
        [FieldOffset(4)] public int bpffs_fd;
    }
}
