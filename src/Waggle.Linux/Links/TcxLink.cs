using Waggle.Linux.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Links;

/// <summary>An attachment to a network interface's traffic control (Linux 6.6), one of several in an order.</summary>
public sealed class TcxLink : Link
{
    private const uint Before = 1 << 3, After = 1 << 4, RelativeIsLink = 1 << 13; // BPF_F_BEFORE, BPF_F_AFTER, BPF_F_LINK

    private TcxLink(string program, string hook, SafeDescriptor link) : base(program, hook, link)
    {
    }

    /// <summary>Attaches to an interface of the calling thread's network namespace.</summary>
    internal static TcxLink Attach(SafeDescriptor program, string programName, int interfaceIndex, TcxDirection direction, TcxOptions options)
    {
        if ((options.Before is null ? 0 : 1) + (options.After is null ? 0 : 1) + (options.First ? 1 : 0) > 1)
            throw new ArgumentException("A program stands before another, after another or first: say one of these.", nameof(options));

        string hook = $"tcx {(direction == TcxDirection.Ingress ? "ingress" : "egress")} of interface {interfaceIndex}";
        TcxLink? neighbour = options.Before ?? options.After;
        using SafeDescriptor.Lease relative = neighbour is null ? default : neighbour.RequireDescriptor("attach a program").Use();
        using SafeDescriptor.Lease lease = program.Use();
        var attr = new LinkCreateAttr
        {
            prog_fd = lease.Number,
            target_fd = interfaceIndex,
            attach_type = direction == TcxDirection.Ingress ? BpfAttachType.BPF_TCX_INGRESS : BpfAttachType.BPF_TCX_EGRESS,
            relative_fd = neighbour is null ? 0 : relative.Number,
            flags = (neighbour is null ? 0 : RelativeIsLink)
                | (options.First || options.Before is not null ? Before : 0) | (options.After is not null ? After : 0),
        };
        if (BpfCall.Open(BpfCommand.BPF_LINK_CREATE, ref attr) is { } link) return new TcxLink(programName, hook, link);

        Errno error = Libc.LastError;
        throw KernelError.Attach($"program '{programName}' to {hook}", error, error switch
        {
            Errno.NoDevice => $"This network namespace has no interface {interfaceIndex}.",
            Errno.NoEntry => "The link to stand before or after is not on this interface and direction.",
            Errno.Exists => "The program is attached there already.",
            Errno.Invalid => "The kernel is older than Linux 6.6, or the program was loaded for the other direction.",
            _ => null,
        });
    }
}
