using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Links;

/// <summary>A program on a perf event: by a BPF link where the kernel has them for perf events (5.15), else by ioctl.</summary>
/// <remarks>The attachment ends with the last descriptor of the event and of the link, so it owns both.</remarks>
internal sealed class PerfEventAttachment : IDisposable
{
    private readonly SafeDescriptor _event;

    private PerfEventAttachment(SafeDescriptor perfEvent, SafeDescriptor? link) => (_event, Link) = (perfEvent, link);

    /// <summary>The link, or null where the ioctl did it.</summary>
    public SafeDescriptor? Link { get; }

    /// <summary>Attaches and enables.</summary>
    /// <param name="program">The loaded program.</param>
    /// <param name="perfEvent">The event; the attachment owns it from now on, and closes it if it fails.</param>
    /// <param name="what">Program and hook, for messages.</param>
    /// <param name="cookie">What <c>bpf_get_attach_cookie</c> returns; needs a link.</param>
    /// <param name="hasLinks">Whether to try a BPF link first; false does as on kernels before 5.15.</param>
    /// <param name="isLinkNeeded">Whether nothing but a link will do, though the cookie is 0.</param>
    /// <param name="noAccess">Cause to tell when the kernel answers EACCES.</param>
    public static PerfEventAttachment Attach(
        SafeDescriptor program, SafeDescriptor perfEvent, string what, ulong cookie = 0, bool hasLinks = true, string? noAccess = null,
        bool isLinkNeeded = false)
    {
        SafeDescriptor? link = null;
        try
        {
            using SafeDescriptor.Lease programLease = program.Use();
            using SafeDescriptor.Lease eventLease = perfEvent.Use();
            if (hasLinks) link = TryCreateLink(programLease.Number, eventLease.Number, cookie);
            if (link is null && (cookie != 0 || isLinkNeeded))
                throw new BpfNotSupportedException("attach a program", what, Libc.LastError, "Cookies need BPF links for perf events (Linux 5.15).");
            // Also reached when the kernel has links and refuses this one: it then gives the same reason again here.
            if (link is null && Libc.Control(eventLease.Number, PerfEventAttr.PERF_EVENT_IOC_SET_BPF, programLease.Number) < 0)
            {
                Errno error = Libc.LastError;
                throw KernelError.Attach(what, error, error == Errno.AccessDenied ? noAccess : null);
            }
            if (Libc.Control(eventLease.Number, PerfEventAttr.PERF_EVENT_IOC_ENABLE, 0) < 0) throw KernelError.Attach(what, Libc.LastError);
            return new PerfEventAttachment(perfEvent, link);
        }
        catch
        {
            link?.Dispose();
            perfEvent.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Link?.Dispose();
        _event.Dispose();
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
