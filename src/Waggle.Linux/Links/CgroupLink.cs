using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Machine;

namespace Waggle.Linux.Links;

/// <summary>An attachment to a cgroup v2 and all below it (Linux 4.10; as a BPF link 5.7). Others on the same cgroup run too.</summary>
public sealed class CgroupLink : Link
{
    private static readonly Version s_sinceOrder = new(6, 17);

    private readonly SafeDescriptor? _program; // where the kernel has no link, detaching needs both
    private readonly SafeDescriptor? _cgroup;
    private readonly BpfAttachType _attachType;
    private bool _isDetached;

    private CgroupLink(string program, string hook, SafeDescriptor link) : base(program, hook, link)
    {
    }

    private CgroupLink(string program, string hook, SafeDescriptor programDescriptor, SafeDescriptor cgroup, BpfAttachType attachType)
        : base(program, hook)
    {
        (_program, _cgroup, _attachType) = (programDescriptor, cgroup, attachType);
        bool isAdded = false;
        programDescriptor.DangerousAddRef(ref isAdded); // the program's owner may dispose it before this link
    }

    /// <summary>Attaches to a cgroup.</summary>
    /// <param name="program">The loaded program.</param>
    /// <param name="programName">Its name, for messages.</param>
    /// <param name="path">Directory of the cgroup.</param>
    /// <param name="attachType">Which of the cgroup's hooks.</param>
    /// <param name="order">Its place among others, or null for the last.</param>
    /// <param name="hasLinks">Whether to try a BPF link first; false does as on kernels before 5.7.</param>
    internal static CgroupLink Attach(
        SafeDescriptor program, string programName, string path, BpfAttachType attachType, AttachOrder? order = null, bool hasLinks = true)
    {
        string hook = $"cgroup {path}";
        string what = $"program '{programName}' to {hook}";
        SafeDescriptor cgroup = KernelFile.TryOpen(path) ?? throw KernelError.Attach(what, Libc.LastError,
            $"{path} can't be opened as a directory.");
        CgroupLink? result = null;
        try
        {
            using SafeDescriptor.Lease programLease = program.Use();
            using SafeDescriptor.Lease cgroupLease = cgroup.Use();
            // A kernel that keeps no order may attach last without a word: 6.12 knows the fields, for tcx, and ignores them here.
            if (order is not null && KernelRelease.Number < s_sinceOrder) throw NoOrder(what, Errno.Invalid);
            if (hasLinks && OrderedLink.Create(program, cgroupLease.Number, attachType, order) is { } link) return new CgroupLink(programName, hook, link);
            if (order is not null) throw OrderError(what, Libc.LastError, AttachedPrograms.ReadCgroup(path, (CgroupHook)attachType).Revision);

            // A kernel that has links and refuses this one gives the same reason again here.
            var old = new ProgramAttachAttr
            {
                target_fd = cgroupLease.Number,
                attach_bpf_fd = programLease.Number,
                attach_type = attachType,
                attach_flags = ProgramAttachAttr.BPF_F_ALLOW_MULTI,
            };
            if (BpfCall.Invoke(BpfCommand.BPF_PROG_ATTACH, ref old) < 0)
                throw KernelError.Attach(what, Libc.LastError, Libc.LastError == Errno.BadDescriptor ? $"{path} is no cgroup v2." : null);
            return result = new CgroupLink(programName, hook, program, cgroup, attachType);
        }
        finally
        {
            if (result is null) cgroup.Dispose(); // a BPF link holds the cgroup itself
        }
    }

    private static BpfException OrderError(string what, Errno error, ulong revision) => error switch
    {
        Errno.Invalid when revision != 0 => KernelError.Attach(what, error,
            "What to stand before or after is not there: a program that a link holds is named by its link, one without by its number."),
        Errno.Invalid => NoOrder(what, error),
        Errno.BadDescriptor => KernelError.Attach(what, error, "That is no cgroup v2, or no link to stand beside."),
        _ => KernelError.Attach(what, error, OrderedLink.Explain(error, interfaceIndex: 0)),
    };

    private static BpfNotSupportedException NoOrder(string what, Errno error) => new("attach a program", what, error,
        "The kernel is older than Linux 6.17 and keeps no order of a cgroup's programs: attach without one.");

    private protected override void Detach()
    {
        base.Detach();
        if (_cgroup is null || Interlocked.Exchange(ref _isDetached, true)) return;
        var attr = new ProgramAttachAttr
        {
            target_fd = (int)_cgroup.DangerousGetHandle(),
            attach_bpf_fd = (int)_program!.DangerousGetHandle(),
            attach_type = _attachType,
        };
        _ = BpfCall.Invoke(BpfCommand.BPF_PROG_DETACH, ref attr); // fails only if the cgroup is gone, and the attachment with it
        _program.DangerousRelease();
        _cgroup.Dispose();
    }
}
