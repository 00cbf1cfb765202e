using Waggle.Linux.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Links;

/// <summary>An attachment to a static tracepoint (Linux 4.7).</summary>
/// <remarks>A perf event on the tracepoint carries the program: through a BPF link where the kernel has them for perf events
/// (5.15), otherwise through <c>PERF_EVENT_IOC_SET_BPF</c>. The program runs on every CPU and for every process.</remarks>
public sealed class TracepointLink : Link
{
    private readonly PerfEventAttachment _attachment;

    private TracepointLink(string program, TracepointName tracepoint, PerfEventAttachment attachment)
        : base(program, $"tracepoint {tracepoint}", attachment.Link) =>
        _attachment = attachment;

    /// <summary>Attaches to a tracepoint.</summary>
    /// <param name="program">The loaded program.</param>
    /// <param name="programName">Its name, for messages.</param>
    /// <param name="tracepoint">The tracepoint.</param>
    /// <param name="traceFs">Where its number is read.</param>
    /// <param name="hasLinks">Whether to try a BPF link first; false does as on kernels before 5.15.</param>
    internal static TracepointLink Attach(
        SafeDescriptor program, string programName, TracepointName tracepoint, TraceFs traceFs, bool hasLinks = true)
    {
        string what = $"program '{programName}' to tracepoint {tracepoint}";
        var attr = new PerfEventAttr
        {
            type = PerfEventAttr.PERF_TYPE_TRACEPOINT,
            size = PerfEventAttr.SizeInBytes,
            config = traceFs.ReadTracepointId(tracepoint.Category, tracepoint.Name),
            sample_period = 1,
        };
        // A tracepoint's programs run for all CPUs and processes; the event on CPU 0 is only what they hang on.
        SafeDescriptor perfEvent = BpfCall.OpenPerfEvent(ref attr, processId: -1, cpu: 0) ?? throw KernelError.Attach(what, Libc.LastError);
        return new TracepointLink(programName, tracepoint, PerfEventAttachment.Attach(program, perfEvent, what, hasLinks: hasLinks,
            noAccess: "The program reads behind the end of the tracepoint's fields: compare with its format."));
    }

    private protected override void Detach() => _attachment.Dispose();
}
