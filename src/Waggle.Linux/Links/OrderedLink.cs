using Waggle.Bpf.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Links;

/// <summary>Makes links of hooks that run several programs in an order.</summary>
internal static class OrderedLink
{
    /// <summary>Attaches; null on failure, with errno in <see cref="Libc.LastError"/>.</summary>
    public static SafeDescriptor? Create(SafeDescriptor program, int target, BpfAttachType attachType, AttachOrder? order)
    {
        using var place = new OrderLease(order);
        using SafeDescriptor.Lease lease = program.Use();
        var attr = new LinkCreateAttr
        {
            prog_fd = lease.Number,
            target_fd = target,
            attach_type = attachType,
            flags = place.Flags,
            relative_fd = place.Relative,
            expected_revision = place.Revision,
        };
        return BpfCall.Open(BpfCommand.BPF_LINK_CREATE, ref attr);
    }

    /// <summary>Why an interface refused, or null.</summary>
    public static string? Explain(Errno error, int interfaceIndex) => error switch
    {
        Errno.NoDevice => $"This network namespace has no interface {interfaceIndex}.",
        Errno.NoEntry => "What to stand before or after is not on this interface and side.",
        Errno.Exists => "The program is attached there already.",
        Errno.Stale => "Programs were attached, replaced or detached since the expected revision was read: read it again.",
        _ => null,
    };
}
