using Waggle.Agent.Sensors;
using Waggle.Bpf.Objects;
using Waggle.Linux;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Links;
using Waggle.Linux.Machine;
using Waggle.Probes.Processes;

namespace Waggle.Agent.Sessions;

/// <summary>Sensors at work: their programs compiled, loaded and attached, and the followed command started.</summary>
/// <remarks>Disposing it detaches and frees everything. Not thread-safe.</remarks>
public sealed class ProbeSession : IDisposable
{
    private readonly LoadedObject _loaded;
    private readonly IReadOnlyList<ISensor> _sensors;
    private IReadOnlyList<Link> _links = [];

    private ProbeSession(LoadedObject loaded, IReadOnlyList<ISensor> sensors) => (_loaded, _sensors) = (loaded, sensors);

    /// <summary>Clock that gives events their wall-clock time.</summary>
    public KernelClock Clock { get; } = new();

    /// <summary>The followed command, or null.</summary>
    public FollowedCommand? Command { get; private set; }

    /// <summary>Descendants of the command that could not be followed for want of room.</summary>
    public ulong Unfollowed { get; private set; }

    /// <summary>Runs of programs that the kernel skipped since the program was busy on that CPU: what they would have reported is
    /// not among the events. Zero before Linux 5.12, which does not count them.</summary>
    public ulong SkippedRuns => _loaded.Programs.Values.Aggregate(0UL, (sum, p) => sum + p.ReadStatistics().RecursionMisses);

    /// <summary>Starts sensors, then the command if there is one to follow: nothing of it is missed.</summary>
    /// <param name="scope">Whose doings are watched.</param>
    /// <param name="sensors">The sensors.</param>
    /// <exception cref="BpfPermissionException">A capability is missing, or a policy forbids it.</exception>
    /// <exception cref="BpfNotSupportedException">The kernel lacks BTF, a hook or a feature.</exception>
    /// <exception cref="CommandNotFoundException">The command can't be started.</exception>
    public static ProbeSession Start(ProcessScope scope, params IReadOnlyList<ISensor> sensors)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(sensors);
        KernelEngine engine = KernelEngine.Create();
        ThrowIfUnprivileged();
        if (scope is not ProcessScope.Everybody) PidNamespace.ThrowIfNotInitial();
        using HookPresence hooks = new(engine);
        foreach (ISensor sensor in sensors)
        {
            if (hooks.FindMissing(sensor) is { } section)
                throw new BpfNotSupportedException("watch " + sensor.Topic, section, Errno.None, "The kernel has no such hook.");
        }

        BpfObject programs = ProbeCompiler.Compile([typeof(ProcessFilter), .. sensors.SelectMany(s => s.Programs)]);
        Narrow(programs, scope);
        foreach (ISensor sensor in sensors) sensor.Configure(programs);

        bool isFollowing = scope is ProcessScope.Command or ProcessScope.Family;
        ProbeSession session = new(engine.Load(programs, new LoadOptions { Select = spec => IsWanted(spec, isFollowing, hooks) }), sensors);
        try
        {
            session.Begin(scope);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Which of the sensors can work here.</summary>
    /// <param name="sensors">The sensors.</param>
    /// <param name="missing">Receives what can't be sensed, and why.</param>
    public static IReadOnlyList<T> SelectAvailable<T>(IReadOnlyList<T> sensors, ICollection<string> missing) where T : ISensor
    {
        ArgumentNullException.ThrowIfNull(sensors);
        ArgumentNullException.ThrowIfNull(missing);
        KernelEngine engine = KernelEngine.Create();
        ThrowIfUnprivileged();
        using HookPresence hooks = new(engine);
        List<T> available = [];
        foreach (T sensor in sensors)
        {
            if (hooks.FindMissing(sensor) is { } section) missing.Add($"{sensor.Topic}: the kernel has no {section}");
            else available.Add(sensor);
        }

        return available;
    }

    /// <summary>Detaches all programs. What they have left can still be read.</summary>
    public void Detach()
    {
        foreach (Link link in _links) link.Dispose();
        _links = [];
        Unfollowed = new MissedCounter(_loaded, "unfollowed").Read();
    }

    /// <summary>Detaches and frees everything. The command, if it still runs, is asked to end.</summary>
    public void Dispose()
    {
        Command?.Terminate();
        _loaded.Dispose();
        Command?.Dispose();
    }

    // Asked before anything is tried, so that the answer names all that is missing and not the first call that failed.
    private static void ThrowIfUnprivileged()
    {
        IReadOnlyList<Capability> missing = Privileges.Read().Missing(Capability.Bpf, Capability.PerfMon);
        if (missing.Count == 0) return;

        string names = string.Join(" and ", missing.Select(c => c.KernelName()));
        throw new BpfPermissionException("watch this machine", "", Errno.None, $"The process lacks {names}, which BPF needs for tracing.");
    }

    private void Begin(ProcessScope scope)
    {
        foreach (ISensor sensor in _sensors) sensor.Open(_loaded, Clock);
        if (scope is ProcessScope.Family family) _loaded.Map<int, byte>("followed").Set(family.Pid, 1);
        _links = _loaded.AttachAll();
        if (scope is ProcessScope.Command command) Command = FollowedCommand.Start(command.Words);
    }

    private static void Narrow(BpfObject programs, ProcessScope scope)
    {
        switch (scope)
        {
            case ProcessScope.OneProcess process:
                ReadOnlyGlobals.Set(programs, "mode", (int)FilterMode.OneProcess);
                ReadOnlyGlobals.Set(programs, "onlyProcess", process.Pid);
                break;
            case ProcessScope.Family:
                ReadOnlyGlobals.Set(programs, "mode", (int)FilterMode.Followed);
                break;
            case ProcessScope.Command:
                ReadOnlyGlobals.Set(programs, "mode", (int)FilterMode.Followed);
                ReadOnlyGlobals.Set(programs, "spawner", NativeMethods.GetThreadId()); // this thread will start it
                break;
            default:
                break;
        }
    }

    // The filter's own programs do nothing unless a command is followed.
    private static bool IsWanted(ProgramSpec program, bool isFollowing, HookPresence hooks) =>
        (isFollowing || !ProcessFilter.OwnSections.Contains(program.Section)) && hooks.Has(program.Section);
}
