using Waggle.Agent.Sensors;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Linux;
using Waggle.Linux.Links;
using Waggle.Linux.Machine;
using Waggle.Probes.Processes;

namespace Waggle.Agent.Sessions;

/// <summary>Sensors at work: their programs compiled, loaded and attached, and the followed command started.</summary>
/// <remarks>Disposing it detaches and frees everything. Not thread-safe.</remarks>
public sealed class ProbeSession : IDisposable
{
    private readonly LoadedObject _loaded;
    private IReadOnlyList<Link> _links = [];

    private ProbeSession(LoadedObject loaded, IReadOnlyList<ISensor> sensors) => (_loaded, Sensors) = (loaded, sensors);

    /// <summary>The sensors at work.</summary>
    public IReadOnlyList<ISensor> Sensors { get; }

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
    /// <param name="missing">Receives what can't be sensed here, and why; null to throw instead.</param>
    /// <exception cref="BpfPermissionException">A capability is missing, or a policy forbids it.</exception>
    /// <exception cref="BpfNotSupportedException">The kernel lacks BTF, a hook or a feature.</exception>
    /// <exception cref="CommandNotFoundException">The command can't be started.</exception>
    public static ProbeSession Start(ProcessScope scope, IReadOnlyList<ISensor> sensors, ICollection<string>? missing = null)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(sensors);
        KernelEngine engine = KernelEngine.Create();
        ThrowIfUnprivileged();
        if (scope is not ProcessScope.Everybody) PidNamespace.ThrowIfNotInitial();
        Task types = Task.Run(() => engine.KernelBtf); // takes as long as compiling, which does without
        BpfObject programs = ProbeCompiler.Compile([typeof(ProcessFilter), .. sensors.SelectMany(s => s.Programs)]);
        types.ContinueWith(_ => { }, TaskScheduler.Default).Wait(); // what went wrong is thrown by its first user
        using HookPresence hooks = new(engine);
        IReadOnlyList<ISensor> available = SelectAvailable(sensors, hooks, missing);
        HashSet<string> wanted = [.. available.SelectMany(s => s.Hooks()).Where(h => hooks.Has(h.Section)).Select(h => h.Name)];
        bool isFollowing = scope is ProcessScope.Command or ProcessScope.Family; // else the filter's own programs have nothing to do
        Narrow(programs, scope);
        foreach (ISensor sensor in available) sensor.Configure(programs);

        LoadOptions options = new() { Select = spec => wanted.Contains(spec.Name) || (isFollowing && ProcessFilter.OwnSections.Contains(spec.Section)) };
        ProbeSession session = new(engine.Load(programs, options), available);
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

    /// <summary>What a sensor lacks on this machine, or null if it can work.</summary>
    /// <exception cref="BpfException">It can't be found out.</exception>
    internal static string? FindMissing(ISensor sensor)
    {
        KernelEngine engine = KernelEngine.Create();
        ThrowIfUnprivileged();
        using HookPresence hooks = new(engine);
        return hooks.FindMissing(sensor);
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
        throw new BpfPermissionException("watch this machine", "", Errno.None, $"The process lacks {names}, which BPF needs for tracing.") { IsForLackOfPrivilege = true };
    }

    private void Begin(ProcessScope scope)
    {
        foreach (ISensor sensor in Sensors) sensor.Open(_loaded, Clock);
        if (scope is ProcessScope.Family family) _loaded.Map<int, byte>("followed").Set(family.Pid, 1);
        _links = _loaded.AttachAll();
        if (scope is ProcessScope.Command command) Command = FollowedCommand.Start(command.Words);
    }

    private static void Narrow(BpfObject programs, ProcessScope scope)
    {
        switch (scope)
        {
            case ProcessScope.OneProcess process:
                programs.SetGlobal("mode", (int)FilterMode.OneProcess);
                programs.SetGlobal("onlyProcess", process.Pid);
                break;
            case ProcessScope.Family:
                programs.SetGlobal("mode", (int)FilterMode.Followed);
                break;
            case ProcessScope.Command:
                programs.SetGlobal("mode", (int)FilterMode.Followed);
                programs.SetGlobal("spawner", NativeMethods.GetThreadId()); // this thread will start it
                break;
            default:
                break;
        }
    }

    private static List<ISensor> SelectAvailable(IReadOnlyList<ISensor> sensors, HookPresence hooks, ICollection<string>? missing)
    {
        List<ISensor> available = [];
        foreach (ISensor sensor in sensors)
        {
            if (hooks.FindMissing(sensor) is not { } section)
                available.Add(sensor);
            else if (missing is not null)
                missing.Add($"{sensor.Topic}: the kernel has no {section}");
            else
                throw new BpfNotSupportedException("watch " + sensor.Topic, section, Errno.None, "The kernel has no such hook.");
        }

        return available;
    }
}
