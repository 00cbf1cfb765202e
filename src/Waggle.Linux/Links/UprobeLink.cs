using System.Text;
using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Links;

/// <summary>An attachment to an instruction of a user-space program, or to the return of a function (Linux 4.17).</summary>
/// <remarks>A perf event of the source <c>uprobe</c> carries the program: through a BPF link since 5.15.</remarks>
public sealed class UprobeLink : Link
{
    private const int SemaphoreShift = 32; // format/ref_ctr_offset of the event source says config:32-63 (Linux 4.20)

    private readonly PerfEventAttachment _attachment;

    private UprobeLink(string program, string hook, PerfEventAttachment attachment) : base(program, hook, attachment.Link) =>
        _attachment = attachment;

    /// <summary>Attaches at an offset in a file.</summary>
    internal static unsafe UprobeLink Attach(
        SafeDescriptor program, string programName, string path, ulong fileOffset, bool atReturn, UprobeOptions options,
        bool isCookieNeeded = false)
    {
        string hook = $"{(atReturn ? "uretprobe" : "uprobe")} {path}+0x{fileOffset:x}";
        string what = $"program '{programName}' to {hook}";
        EventSource source = EventSource.Read("uprobe", what);
        byte[] pathBytes = Encoding.UTF8.GetBytes(path + "\0");
        SafeDescriptor perfEvent;
        fixed (byte* pathPointer = pathBytes)
        {
            var attr = new PerfEventAttr
            {
                type = source.Type,
                size = PerfEventAttr.SizeInBytes,
                config = (atReturn ? source.ReturnFlag : 0) | options.SemaphoreOffsetInFile << SemaphoreShift,
                config1 = (ulong)pathPointer,
                config2 = fileOffset,
            };
            perfEvent = BpfCall.OpenPerfEvent(ref attr, options.ProcessId ?? -1, options.ProcessId is null ? 0 : -1) ?? throw Fail(what, path, Libc.LastError);
        }
        return new UprobeLink(programName, hook,
            PerfEventAttachment.Attach(program, perfEvent, what, options.Cookie, options.TriesLinks, isLinkNeeded: isCookieNeeded));
    }

    private protected override void Detach() => _attachment.Dispose();

    private static BpfException Fail(string what, string path, Errno error) => KernelError.Attach(what, error, error switch
    {
        Errno.NoEntry => $"There is no file {path}.",
        Errno.NoProcess => "There is no such process.",
        Errno.Invalid => "The place lies behind the file's end, or no breakpoint can be set there.",
        _ => null,
    });
}
