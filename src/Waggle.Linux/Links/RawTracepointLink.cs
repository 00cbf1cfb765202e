using System.Text;
using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Links;

/// <summary>An attachment to a raw tracepoint, with or without BTF (Linux 4.17; by BTF 5.5), or to what else a program names by
/// BTF id when it is loaded: a kernel function's entry or exit (5.5), a security hook (5.7).</summary>
/// <remarks>Made with <c>BPF_RAW_TRACEPOINT_OPEN</c>, whose descriptor is the attachment.</remarks>
public sealed class RawTracepointLink : Link
{
    private RawTracepointLink(string program, string hook, SafeDescriptor link) : base(program, hook, link)
    {
    }

    /// <summary>Attaches by name.</summary>
    internal static unsafe RawTracepointLink AttachByName(SafeDescriptor program, string programName, string tracepoint)
    {
        byte[] name = Encoding.UTF8.GetBytes(tracepoint + "\0");
        fixed (byte* pointer = name)
            return Open(program, programName, $"raw tracepoint {tracepoint}", (ulong)pointer, () => WhyNot(tracepoint));
    }

    /// <summary>Attaches to the tracepoint that the program named by BTF id when it was loaded.</summary>
    internal static RawTracepointLink AttachByBtf(SafeDescriptor program, string programName, string tracepoint) =>
        Open(program, programName, $"BTF tracepoint {tracepoint}", name: 0, () => null);

    /// <summary>Attaches to the function or security hook that the program named by BTF id when it was loaded.</summary>
    internal static RawTracepointLink AttachToFunction(SafeDescriptor program, string programName, string hook) =>
        Open(program, programName, hook, name: 0, () => null);

    private static RawTracepointLink Open(SafeDescriptor program, string programName, string hook, ulong name, Func<string?> explain)
    {
        using SafeDescriptor.Lease lease = program.Use();
        var attr = new RawTracepointOpenAttr { name = name, prog_fd = lease.Number };
        if (BpfCall.Open(BpfCommand.BPF_RAW_TRACEPOINT_OPEN, ref attr) is { } link) return new RawTracepointLink(programName, hook, link);

        Errno error = Libc.LastError;
        throw KernelError.Attach($"program '{programName}' to {hook}", error, error == Errno.NoEntry ? explain() : null);
    }

    private static string WhyNot(string tracepoint)
    {
        IEnumerable<string> names = [];
        try
        {
            using TraceFs traceFs = TraceFs.Open();
            names = traceFs.ListTracepoints().Select(t => t.Name);
        }
        catch (BpfException)
        {
            // Without tracefs there are no names to suggest; the missing tracepoint is still the error to report.
        }
        return $"The kernel has no tracepoint '{tracepoint}'.{CloseNames.Suggest(tracepoint, names)}";
    }
}
