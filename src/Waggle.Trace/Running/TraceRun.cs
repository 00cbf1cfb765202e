using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Readers;
using Waggle.Linux;
using Waggle.Linux.Links;
using Waggle.Linux.Programs;
using Waggle.Trace.Generation;
using Waggle.Trace.Hooks;

namespace Waggle.Trace.Running;

/// <summary>An expression at work: its programs loaded and attached.</summary>
/// <remarks>Disposing it detaches and frees everything. Not thread-safe.</remarks>
public sealed class TraceRun : IDisposable
{
    // Programs do not wake this side, which would cost them more than all else they do; so it looks this often.
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(20);

    private readonly TraceScript _script;
    private readonly LoadedObject _loaded;
    private readonly RingReader<long>? _events;
    private readonly ValueReader _values;
    private readonly List<Link> _links = [];
    private readonly List<(KernelProgram Program, TimeSpan Period, TimeSpan Due)> _timers = [];
    private bool _isToEnd;

    private TraceRun(TraceScript script, LoadedObject loaded)
    {
        (_script, _loaded) = (script, loaded);
        if (script.Sites.Length > 0) _events = loaded.OpenRing<long>(EventSites.Ring);
        _values = new ValueReader(script, new StackNames(loaded.Maps.GetValueOrDefault("__stacks")));
    }

    /// <summary>Records that programs produced, and those that were lost for want of room.</summary>
    public RingCounts Counts => _events?.Counts ?? default;

    /// <summary>Loads and attaches an expression's programs; those of BEGIN have run then.</summary>
    /// <exception cref="Waggle.Bpf.Errors.BpfException">The kernel refuses a program, or lacks a hook.</exception>
    public static TraceRun Start(TraceScript script)
    {
        ArgumentNullException.ThrowIfNull(script);
        TraceRun run = new(script, KernelEngine.Create().Load(script.Object));
        try
        {
            run.RunAll(HookKind.Begin);
            run.Attach();
            return run;
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    /// <summary>Prints what programs ask for until the end; then detaches, runs those of END, and prints all maps.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="end">Ends it; exit() does, too.</param>
    public void Run(ITraceOutput output, CancellationToken end)
    {
        ArgumentNullException.ThrowIfNull(output);
        Stopwatch clock = Stopwatch.StartNew();
        while (!end.IsCancellationRequested && !_isToEnd)
        {
            int count = Drain(output);
            output.Flush();
            TimeSpan rest = RunTimers(clock.Elapsed);
            if (count == 0) end.WaitHandle.WaitOne(rest < s_poll ? rest : s_poll);
        }

        Detach();
        RunAll(HookKind.End);
        Drain(output);
        foreach (ScriptMap map in _script.Maps) output.Print(Read(map));
        output.Flush();
    }

    /// <summary>What a map holds now.</summary>
    public MapReport Read(ScriptMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return MapReader.Read(_loaded.FindMap(map.Name), map, _values);
    }

    /// <summary>Detaches and frees everything.</summary>
    public void Dispose()
    {
        Detach();
        _loaded.Dispose();
    }

    private void Attach()
    {
        for (int i = 0; i < _script.Hooks.Length; i++)
        {
            Hook hook = _script.Hooks[i];
            KernelProgram program = Program(i);
            switch (hook.Kind)
            {
                case HookKind.Begin or HookKind.End:
                    break;
                case HookKind.Interval:
                    _timers.Add((program, hook.Period.Time, hook.Period.Time));
                    break;
                case HookKind.Profile or HookKind.Software or HookKind.Hardware:
                    _links.Add(program.AttachPerfEvent(Options(hook)));
                    break;
                default:
                    _links.Add(program.Attach());
                    break;
            }
        }
    }

    private static PerfEventOptions Options(Hook hook)
    {
        if (hook.Kind == HookKind.Software && PerfEvents.TryFind(hook.Place, out SoftwareEvent software)) return PerfEventOptions.Of(software) with { Period = hook.Period.Count };
        if (hook.Kind == HookKind.Hardware && PerfEvents.TryFind(hook.Place, out HardwareEvent hardware)) return PerfEventOptions.Of(hardware) with { Period = hook.Period.Count };
        return hook.Period.Unit == "hz"
            ? new PerfEventOptions { FrequencyInHertz = hook.Period.Count }
            : new PerfEventOptions { Period = (ulong)hook.Period.Time.TotalNanoseconds };
    }

    // Each link waits for the kernel until no CPU runs its program: all at once, that takes as long as one.
    private void Detach()
    {
        Parallel.ForEach(_links, static link => link.Dispose());
        _links.Clear();
    }

    private KernelProgram Program(int number) => _loaded.Programs[string.Create(CultureInfo.InvariantCulture, $"P{number}")];

    private void RunAll(HookKind kind)
    {
        for (int i = 0; i < _script.Hooks.Length; i++)
        {
            if (_script.Hooks[i].Kind == kind) Program(i).Run(default(ProgramRun));
        }
    }

    /// <returns>Time to the next.</returns>
    private TimeSpan RunTimers(TimeSpan now)
    {
        TimeSpan rest = TimeSpan.MaxValue;
        foreach (ref var timer in CollectionsMarshal.AsSpan(_timers))
        {
            if (timer.Due <= now)
            {
                timer.Program.Run(default(ProgramRun));
                timer.Due += timer.Period;
                if (timer.Due <= now) timer.Due = now + timer.Period; // it can't be kept up with: what was missed is not made up for
            }

            rest = timer.Due - now < rest ? timer.Due - now : rest;
        }

        return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
    }

    private int Drain(ITraceOutput output) => _events?.Drain((in long record) => Handle(in record, output)) ?? 0;

    private void Handle(ref readonly long record, ITraceOutput output)
    {
        if (_isToEnd && _script.Sites[(int)record].Kind == EventKind.Exit) return;
        EventSite site = _script.Sites[(int)record];
        switch (site.Kind)
        {
            case EventKind.Print:
                // The record is as long as the largest site's: its values lie behind the number.
                ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in record, site.Size / 8))[8..];
                var values = _values.Read(bytes, site.Values);
                output.Print(string.Format(CultureInfo.InvariantCulture, site.Format, [.. values]), values);
                break;
            case EventKind.PrintMap:
                output.Print(Read(MapNamed(site.Format)));
                break;
            case EventKind.Clear:
                LiveMap map = _loaded.FindMap(site.Format);
                foreach (MapElement element in map.ReadElements().ToArray()) map.Remove(element.Key.Span);
                break;
            default:
                _isToEnd = true;
                break;
        }
    }

    private ScriptMap MapNamed(string name) => _script.Maps.First(m => m.Name == name);
}
