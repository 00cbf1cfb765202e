using Waggle.Linux.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Links;

/// <summary>Hangs a program on a perf event: by a BPF link where the kernel has them for perf events (5.15), else by ioctl.</summary>
internal static class PerfEventAttachment
{
    /// <summary>Attaches and enables. The caller owns the event, also after an exception.</summary>
    /// <param name="program">The loaded program.</param>
    /// <param name="perfEvent">The event.</param>
    /// <param name="what">Program and hook, for messages.</param>
    /// <param name="cookie">What <c>bpf_get_attach_cookie</c> returns; needs a link.</param>
    /// <param name="hasLinks">Whether to try a BPF link first; false does as on kernels before 5.15.</param>
    /// <param name="isLinkNeeded">Whether nothing but a link will do, though the cookie is 0.</param>
    /// <param name="noAccess">Cause to tell when the kernel answers EACCES.</param>
    /// <returns>The link, or null where the ioctl did it.</returns>
    public static SafeDescriptor? Attach(
        SafeDescriptor program, SafeDescriptor perfEvent, string what, ulong cookie = 0, bool hasLinks = true, string? noAccess = null,
        bool isLinkNeeded = false)
    {
        using SafeDescriptor.Lease programLease = program.Use();
        using SafeDescriptor.Lease eventLease = perfEvent.Use();
        SafeDescriptor? link = !hasLinks ? null : TryCreateLink(programLease.Number, eventLease.Number, cookie);
        try
        {
            if (link is null && (cookie != 0 || isLinkNeeded))
                throw new BpfNotSupportedException("attach a program", what, Libc.LastError, "Cookies need BPF links for perf events (Linux 5.15).");
            // Also reached when the kernel has links and refuses this one: it then gives the same reason again here.
            if (link is null && Libc.Control(eventLease.Number, PerfEventAttr.PERF_EVENT_IOC_SET_BPF, programLease.Number) < 0)
            {
                Errno error = Libc.LastError;
                throw KernelError.Attach(what, error, error == Errno.AccessDenied ? noAccess : null);
            }
            if (Libc.Control(eventLease.Number, PerfEventAttr.PERF_EVENT_IOC_ENABLE, 0) < 0) throw KernelError.Attach(what, Libc.LastError);
            return link;
        }
        catch
        {
            link?.Dispose();
            throw;
        }
    }

    private static SafeDescriptor? TryCreateLink(int program, int perfEvent, ulong cookie)
    {
        var attr = new LinkCreateAttr
        {
            prog_fd = program,
            target_fd = perfEvent,
            attach_type = BpfAttachType.BPF_PERF_EVENT,
            bpf_cookie = cookie,
        };
        return BpfCall.Open(BpfCommand.BPF_LINK_CREATE, ref attr);
    }
}
