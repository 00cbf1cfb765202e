using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Links;

/// <summary>An attachment to counted events, for sampling (Linux 4.9): one perf event for each CPU.</summary>
/// <remarks>Each event has a BPF link of its own since 5.15. With one event that is <see cref="Link.IsBpfLink">the</see> link; with
/// several none stands for the attachment. Without a choice of CPUs or thread it looks once a second which CPUs are online, and samples
/// those that came.</remarks>
public sealed class PerfEventLink : Link
{
    private static readonly TimeSpan s_lookInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, PerfEventAttachment> _samplers = [];
    private readonly SafeDescriptor _program;
    private readonly PerfEventOptions _options;
    private Timer? _timer;
    private bool _isDetached;

    private PerfEventLink(string programName, string hook, SafeDescriptor program, PerfEventOptions options, IReadOnlyList<int> cpus, PerfEventAttachment? only)
        : base(programName, hook, only?.Link)
    {
        (_program, _options) = (program, options);
        bool isAdded = false;
        program.DangerousAddRef(ref isAdded); // for CPUs that come later
        if (only is not null) _samplers.Add(cpus[0], only);
    }

    /// <summary>CPUs that are sampled now; -1 for any that the thread runs on.</summary>
    public IReadOnlyList<int> Cpus
    {
        get
        {
            lock (_lock) return [.. _samplers.Keys];
        }
    }

    /// <summary>Attaches to an event.</summary>
    internal static PerfEventLink Attach(SafeDescriptor program, string programName, PerfEventOptions options)
    {
        if (options.Period == 0 == (options.FrequencyInHertz == 0))
            throw new ArgumentException("Either a period or a frequency says how often the program runs, and not both.", nameof(options));

        string hook = $"perf event {options.Type}:{options.Event}{(options.ThreadId is { } thread ? $" of thread {thread}" : "")}";
        bool followsCpus = options.Cpus is null && options.ThreadId is null;
        IReadOnlyList<int> cpus = options.Cpus ?? (followsCpus ? OnlineCpus.Read() : [-1]);
        PerfEventAttachment? only = cpus.Count == 1 && !followsCpus ? Open(program, $"program '{programName}' to {hook}", options, cpus[0]) : null;
        var link = new PerfEventLink(programName, hook, program, options, cpus, only);
        try
        {
            if (only is null) link.Sample(cpus);
            if (followsCpus) link._timer = new Timer(static state => ((PerfEventLink)state!).Look(), link, s_lookInterval, s_lookInterval);
            return link;
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    /// <summary>Samples these CPUs from now on, and no others.</summary>
    internal void Sample(IReadOnlyList<int> cpus)
    {
        lock (_lock)
        {
            if (_isDetached) return;
            foreach (int gone in _samplers.Keys.Except(cpus).ToArray())
            {
                _samplers[gone].Dispose();
                _samplers.Remove(gone);
            }
            foreach (int cpu in cpus.Except(_samplers.Keys).ToArray()) _samplers.Add(cpu, Open(_program, $"program '{Program}' to {Hook}", _options, cpu));
        }
    }

    private protected override void Detach()
    {
        lock (_lock)
        {
            if (_isDetached) return;
            _isDetached = true;
            _timer?.Dispose();
            foreach (PerfEventAttachment sampler in _samplers.Values) sampler.Dispose();
            _samplers.Clear();
        }
        _program.DangerousRelease();
    }

    // A CPU that goes takes its event with it, and one that comes back needs a new one.
    private void Look()
    {
        try
        {
            Sample(OnlineCpus.Read());
        }
        catch (BpfException)
        {
            // The CPU went again in between: the next look sees it.
        }
    }

    private static PerfEventAttachment Open(SafeDescriptor program, string what, PerfEventOptions options, int cpu)
    {
        string where = $"{what} on {(cpu < 0 ? "any CPU" : $"CPU {cpu}")}";
        SafeDescriptor perfEvent = Open(options, cpu) ?? throw Fail(where, Libc.LastError);
        return PerfEventAttachment.Attach(program, perfEvent, where, hasLinks: options.TriesLinks);
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
