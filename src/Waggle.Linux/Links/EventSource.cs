using System.Globalization;
using Waggle.Bpf.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Links;

/// <summary>A source of perf events that the kernel numbers at boot: kprobe and uprobe (Linux 4.17).</summary>
/// <param name="Type">Number for <c>perf_event_attr.type</c>.</param>
/// <param name="ReturnFlag">Bit of <c>perf_event_attr.config</c> that asks for the function's return.</param>
internal readonly record struct EventSource(uint Type, ulong ReturnFlag)
{
    /// <summary>Looks a source up in sysfs.</summary>
    /// <exception cref="BpfNotSupportedException">The kernel is built without it.</exception>
    public static EventSource Read(string kind, string what)
    {
        string folder = $"/sys/bus/event_source/devices/{kind}";
        if (!uint.TryParse(KernelFile.TryReadText($"{folder}/type")?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out uint type))
            throw new BpfNotSupportedException("attach a program", what, Errno.NoEntry,
                $"The kernel is built without {kind}s (CONFIG_{kind.ToUpperInvariant()}_EVENTS), or older than 4.17: there is no {folder}/type.");
        // "config:0"
        string? bit = KernelFile.TryReadText($"{folder}/format/retprobe")?.Trim().Split(':')[^1];
        return new EventSource(type, 1UL << (int.TryParse(bit, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < 64 ? number : 0));
    }
}
