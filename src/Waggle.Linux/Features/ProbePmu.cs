using System.Globalization;
using System.Text;
using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Features;

/// <summary>kprobes and uprobes by <c>perf_event_open(2)</c> (Linux 4.17).</summary>
internal static unsafe class ProbePmu
{
    /// <summary>Puts a disabled kprobe on a function and takes it away.</summary>
    /// <exception cref="BpfException">It can't be done.</exception>
    public static string TryKprobe(string function)
    {
        Errno error = Open("kprobe", function);
        return error == Errno.None ? $"a kprobe was put on {function} and taken away" : throw KernelError.Attach($"kprobe on {function}", error);
    }

    /// <summary>Asks for a uprobe in a file that does not exist: a kernel with uprobes gets as far as to say so.</summary>
    /// <exception cref="BpfException">The kernel does not get that far.</exception>
    public static string TryUprobe()
    {
        Errno error = Open("uprobe", "/nonexistent/waggle");
        return error == Errno.NoEntry
            ? "the kernel looked for the file to put a uprobe in (ENOENT for one that does not exist)"
            : throw KernelError.Attach("uprobe", error);
    }

    private static Errno Open(string kind, string target)
    {
        string path = $"/sys/bus/event_source/devices/{kind}/type";
        if (!uint.TryParse(KernelFile.TryReadText(path)?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out uint type))
            throw new BpfNotSupportedException("attach a program", kind, Errno.NoEntry,
                $"The kernel is built without it (CONFIG_{kind.ToUpperInvariant()}_EVENTS; there is no {path}).");
        byte[] name = Encoding.UTF8.GetBytes(target + "\0");
        fixed (byte* pointer = name)
        {
            var attr = new PerfEventAttr { type = type, size = PerfEventAttr.SizeInBytes, config1 = (ulong)pointer, bits = PerfEventAttr.Disabled };
            using SafeDescriptor? probe = BpfCall.OpenPerfEvent(ref attr, processId: -1, cpu: 0);
            return probe is null ? Libc.LastError : Errno.None;
        }
    }
}
