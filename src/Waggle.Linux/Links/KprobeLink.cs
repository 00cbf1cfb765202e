using System.Runtime.InteropServices;
using System.Text;
using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Links;

/// <summary>An attachment to a function of the kernel, or to its return (Linux 4.17).</summary>
/// <remarks>A perf event of the source <c>kprobe</c> carries the program: through a BPF link since 5.15.</remarks>
public sealed class KprobeLink : Link
{
    private readonly PerfEventAttachment _attachment;

    private KprobeLink(string program, string hook, PerfEventAttachment attachment) : base(program, hook, attachment.Link) =>
        _attachment = attachment;

    /// <summary>The kernel's functions that may serve a system call: the machine's wrapper (Linux 4.17 and later), or without one.</summary>
    internal static string[] SystemCallFunctions(string name) =>
        [$"__{(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64")}_sys_{name}", $"__se_sys_{name}", $"sys_{name}"];

    /// <summary>Attaches to a function.</summary>
    internal static unsafe KprobeLink Attach(SafeDescriptor program, string programName, string function, bool atReturn, KprobeOptions options)
    {
        string hook = $"{(atReturn ? "kretprobe" : "kprobe")} {function}{(options.OffsetInBytes == 0 ? "" : $"+0x{options.OffsetInBytes:x}")}";
        string what = $"program '{programName}' to {hook}";
        EventSource source = EventSource.Read("kprobe", what);
        byte[] name = Encoding.UTF8.GetBytes(function + "\0");
        SafeDescriptor perfEvent;
        fixed (byte* pointer = name)
        {
            var attr = new PerfEventAttr
            {
                type = source.Type,
                size = PerfEventAttr.SizeInBytes,
                config = atReturn ? source.ReturnFlag : 0,
                config1 = (ulong)pointer,
                config2 = options.OffsetInBytes,
            };
            perfEvent = BpfCall.OpenPerfEvent(ref attr, processId: -1, cpu: 0) ?? throw Fail(what, function, Libc.LastError);
        }
        return new KprobeLink(programName, hook, PerfEventAttachment.Attach(program, perfEvent, what, options.Cookie));
    }

    private protected override void Detach() => _attachment.Dispose();

    private static BpfException Fail(string what, string function, Errno error) => KernelError.Attach(what, error, error switch
    {
        Errno.NoEntry => $"The kernel has no function '{function}' (it may be inlined; /proc/kallsyms lists those that there are).",
        Errno.Invalid => $"No probe may be set on '{function}' (/sys/kernel/debug/kprobes/blacklist).",
        _ => null,
    });
}
