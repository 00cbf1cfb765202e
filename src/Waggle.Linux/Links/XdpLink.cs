using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Links;

/// <summary>An attachment to the packets that arrive at a network interface (as a BPF link Linux 5.9, by netlink 4.8).</summary>
/// <remarks>One made by netlink is no BPF link and stays if the process ends without disposing it.</remarks>
public sealed class XdpLink : Link
{
    private readonly XdpInterface? _interface; // where netlink made the attachment
    private SafeDescriptor? _program;

    private XdpLink(string program, string hook, SafeDescriptor link) : base(program, hook, link)
    {
    }

    private XdpLink(string program, string hook, XdpInterface attached, SafeDescriptor programDescriptor) : base(program, hook)
    {
        _interface = attached;
        _program = Hold(programDescriptor);
    }

    /// <summary>Attaches to an interface of the calling thread's network namespace, by netlink on kernels without XDP links.</summary>
    internal static XdpLink Attach(SafeDescriptor program, string programName, int interfaceIndex, XdpMode mode)
    {
        string hook = $"XDP of interface {interfaceIndex}";
        using SafeDescriptor.Lease lease = program.Use();
        var attr = new LinkCreateAttr { prog_fd = lease.Number, target_fd = interfaceIndex, attach_type = BpfAttachType.BPF_XDP, flags = (uint)mode };
        if (BpfCall.Open(BpfCommand.BPF_LINK_CREATE, ref attr) is { } link) return new XdpLink(programName, hook, link);

        Errno error = Libc.LastError;
        if (error == Errno.Invalid) return AttachByNetlink(program, programName, interfaceIndex, mode, replaced: null);
        throw Fail($"program '{programName}' to {hook}", error, interfaceIndex, mode, "");
    }

    /// <summary>Attaches by netlink.</summary>
    /// <param name="program">The loaded program.</param>
    /// <param name="programName">Its name, for messages.</param>
    /// <param name="interfaceIndex">The interface.</param>
    /// <param name="mode">Where it runs.</param>
    /// <param name="replaced">The program that must be there and gives way, or null if none may be there.</param>
    internal static XdpLink AttachByNetlink(SafeDescriptor program, string programName, int interfaceIndex, XdpMode mode, SafeDescriptor? replaced)
    {
        string hook = $"XDP of interface {interfaceIndex}";
        var target = XdpInterface.Open(interfaceIndex, mode);
        try
        {
            (Errno error, string reason) = target.Set(program, replaced);
            if (error != Errno.None) throw Fail($"program '{programName}' to {hook}", error, interfaceIndex, mode, reason);
            return new XdpLink(programName, hook, target, program);
        }
        catch
        {
            target.Dispose();
            throw;
        }
    }

    internal override void Replace(SafeDescriptor program, string programName, SafeDescriptor? expected = null)
    {
        if (_interface is null)
        {
            base.Replace(program, programName, expected);
            return;
        }
        SafeDescriptor old = _program ?? throw new ObjectDisposedException(nameof(XdpLink));
        (Errno error, _) = _interface.Set(program, expected ?? old);
        if (error != Errno.None) throw ReplaceError($"{this} by program '{programName}'", error);
        _program = Hold(program);
        old.DangerousRelease();
        Program = programName;
    }

    private protected override void Detach()
    {
        base.Detach();
        if (_interface is null || Interlocked.Exchange(ref _program, null) is not { } program) return;
        _interface.Set(program: null, program); // fails if the interface is gone, or runs another's program by now, which stays
        program.DangerousRelease();
        _interface.Dispose();
    }

    // The program's owner may dispose it before this link, and detaching names it.
    private static SafeDescriptor Hold(SafeDescriptor program)
    {
        bool isAdded = false;
        program.DangerousAddRef(ref isAdded);
        return program;
    }

    private static BpfException Fail(string what, Errno error, int interfaceIndex, XdpMode mode, string reason) => KernelError.Attach(what, error, error switch
    {
        Errno.NoDevice => $"This network namespace has no interface {interfaceIndex}.",
        Errno.Busy or Errno.Exists => "The interface has an XDP program already (or another than the one to replace), or one in another mode; it takes one.",
        Errno.OperationNotSupported => $"The interface's driver has no XDP in mode {mode}: try {nameof(XdpMode)}.{nameof(XdpMode.Generic)}.",
        _ => reason.Length > 0 ? $"The kernel says: {reason}" : null,
    });
}
