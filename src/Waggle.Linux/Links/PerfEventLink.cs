using System.Globalization;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Links;

/// <summary>An attachment to counted events, for sampling (Linux 4.9): one perf event for each CPU.</summary>
/// <remarks>Each event has a BPF link of its own since 5.15. With one event that is <see cref="Link.IsBpfLink">the</see> link; with
/// several none stands for the attachment. CPUs that come online later are not sampled.</remarks>
public sealed class PerfEventLink : Link
{
    private const string OnlineCpus = "/sys/devices/system/cpu/online";

    private readonly List<SafeDescriptor> _descriptors; // links and events, in the order to close them

    private PerfEventLink(string program, string hook, List<SafeDescriptor> descriptors, SafeDescriptor? onlyLink) : base(program, hook, onlyLink) =>
        _descriptors = descriptors;

    /// <summary>Attaches to an event.</summary>
    internal static PerfEventLink Attach(SafeDescriptor program, string programName, PerfEventOptions options)
    {
        if (options.Period == 0 == (options.FrequencyInHertz == 0))
            throw new ArgumentException("Either a period or a frequency says how often the program runs, and not both.", nameof(options));

        string hook = $"perf event {options.Type}:{options.Event}{(options.ThreadId is { } thread ? $" of thread {thread}" : "")}";
        IReadOnlyList<int> cpus = options.Cpus ?? (options.ThreadId is null ? ParseCpus(KernelFile.TryReadText(OnlineCpus) ?? "0") : [-1]);
        var descriptors = new List<SafeDescriptor>();
        SafeDescriptor? link = null;
        try
        {
            foreach (int cpu in cpus)
            {
                string what = $"program '{programName}' to {hook} on {(cpu < 0 ? "any CPU" : $"CPU {cpu}")}";
                SafeDescriptor perfEvent = Open(options, cpu) ?? throw Fail(what, Libc.LastError);
                descriptors.Add(perfEvent);
                link = PerfEventAttachment.Attach(program, perfEvent, what);
                if (link is not null) descriptors.Insert(descriptors.Count - 1, link);
            }
            return new PerfEventLink(programName, hook, descriptors, cpus.Count == 1 ? link : null);
        }
        catch
        {
            foreach (SafeDescriptor descriptor in descriptors) descriptor.Dispose();
            throw;
        }
    }

    private protected override void Detach()
    {
        foreach (SafeDescriptor descriptor in _descriptors) descriptor.Dispose();
    }

    /// <summary>Reads a CPU list such as "0-3,8".</summary>
    internal static IReadOnlyList<int> ParseCpus(string list)
    {
        var cpus = new List<int>();
        foreach (string range in list.Trim().Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] ends = range.Split('-');
            if (!int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first)
                || !int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int last) || last >= 65_536 || first > last)
                throw new InvalidDataException($"{OnlineCpus} should be a list of CPUs such as \"0-3\", and is \"{list.Trim()}\".");
            cpus.AddRange(Enumerable.Range(first, last - first + 1));
        }
        return cpus;
    }

    private static SafeDescriptor? Open(PerfEventOptions options, int cpu)
    {
        var attr = new PerfEventAttr
        {
            type = options.Type,
            size = PerfEventAttr.SizeInBytes,
            config = options.Event,
            sample_period = options.Period + options.FrequencyInHertz, // one of them is 0
            bits = options.FrequencyInHertz == 0 ? 0 : PerfEventAttr.Frequency,
        };
        return BpfCall.OpenPerfEvent(ref attr, options.ThreadId ?? -1, cpu);
    }

    private static BpfException Fail(string what, Errno error) => KernelError.Attach(what, error, error switch
    {
        Errno.NoEntry => "The machine has no such event; a virtual machine often lacks hardware counters.",
        Errno.NoProcess => "There is no such thread.",
        Errno.NoDevice => "The CPU is not online.",
        Errno.Invalid => "The event, period or frequency is out of range (/proc/sys/kernel/perf_event_max_sample_rate).",
        _ => null,
    });
}
