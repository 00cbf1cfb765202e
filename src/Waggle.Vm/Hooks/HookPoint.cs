using System.Collections.Immutable;
using Waggle.Vm.Cpus;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Hooks;

/// <summary>A place in the application where programs run: what all hooks have in common. <see cref="HookPoint{TContext}"/> makes one.</summary>
/// <remarks>
/// Thread-safe. A call runs the programs that are attached when it begins, in their order; attaching, detaching and replacing take effect for the
/// calls that begin afterwards.
/// </remarks>
public abstract unsafe partial class HookPoint : IDisposable
{
    private readonly Lock _lock = new();
    private readonly VmEngine _engine;
    private readonly VirtualCpus _cpus;
    private readonly RunContexts _contexts;
    private readonly StructContext _context;
    private readonly bool _mayDecide;
    private readonly int _pass, _default;
    private readonly long _budget;
    private HookLink[] _links = []; // never changed, only exchanged
    private bool _isDisposed;

    private protected HookPoint(VmEngine engine, string section, StructContext context, HookOptions? options)
    {
        ArgumentNullException.ThrowIfNull(engine);
        (_engine, _context, Section, Options) = (engine, context, section, options ?? new HookOptions());
        (_cpus, _contexts) = (engine.Cpus, engine.Contexts);
        (_mayDecide, _pass, _default, _budget) = (Options.Pass is not null, Options.Pass ?? 0, Options.Default, engine.Options.InstructionBudget);
        MeasuresTime = Options.MeasuresTime;
        engine.DefineHook(section, context, this);
    }

    /// <summary>Section of the programs for this hook: <c>SEC("section")</c> or <c>SEC("section/anything")</c>.</summary>
    public string Section { get; }

    /// <summary>What returned values and faults mean.</summary>
    public HookOptions Options { get; }

    /// <summary>Whether the time of runs is measured, which costs two readings of the clock a run.</summary>
    public bool MeasuresTime { get; set; }

    /// <summary>The programs that are attached, in their order.</summary>
    public ImmutableArray<HookLink> Links => ImmutableArray.Create(Volatile.Read(ref _links));

    /// <summary>A program broke a rule, and its run was ended.</summary>
    /// <remarks>Raised by the thread that called the hook when the call is over, so that a handler may detach the program. What a handler
    /// throws goes to the caller.</remarks>
    public event Action<HookLink, VmFault>? Faulted;

    /// <summary>Attaches a program.</summary>
    /// <param name="program">The program: of this engine, and loaded from this hook's section after the hook was made.</param>
    /// <param name="place">Where it stands among the others; last by default.</param>
    /// <returns>The link; disposing it detaches. Disposing the program, its object, the hook or the engine does so too.</returns>
    /// <exception cref="ArgumentException">The program is not one for this hook, or the place is at another program than one of the hook's.</exception>
    public HookLink Attach(VmProgram program, HookPlace place = default)
    {
        HookLink link = Link(program);
        lock (_lock)
        {
            RefuseIfDisposed(link);
            int index = place.Link is { } other ? Array.IndexOf(_links, other) : place.IsBefore ? 0 : _links.Length - 1;
            if (index < 0 && place.Link is not null)
            {
                program.RemoveLink(link);
                throw new ArgumentException($"{place.Link} is not attached to {this}: a place is beside a program that is.", nameof(place));
            }

            if (!place.IsBefore) index++;
            Publish([.. _links.AsSpan(0, index), link, .. _links.AsSpan(index)]);
        }

        return link;
    }

    /// <summary>Waits until no call is under way that began before: what was detached or replaced has run for the last time.</summary>
    /// <exception cref="InvalidOperationException">The calling thread is inside a run, which would wait for itself.</exception>
    /// <remarks>Waits for all runs of the engine, so at most as long as an instruction budget lasts.</remarks>
    public void WaitForRuns() => _cpus.Synchronize();

    /// <summary>Detaches all programs, and waits until no run is under way; inside a run it does not wait. The hook may still be
    /// called then, and answers with its default.</summary>
    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>What programs are for it.</summary>
    public override string ToString() => $"hook '{Section}'";

    /// <summary>Stops what calls the hook, then detaches.</summary>
    /// <param name="isDisposing">Always true: there is no finalizer.</param>
    protected virtual void Dispose(bool isDisposing)
    {
        HookLink[] links;
        lock (_lock)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            links = _links;
            Publish([]);
        }

        foreach (HookLink link in links) link.Program.RemoveLink(link);
        WaitOutsideOfRuns();
        _engine.ForgetHook(this);
    }

    /// <summary>Whether a call would run anything: if not, its context need not be made.</summary>
    private protected bool HasPrograms => Volatile.Read(ref _links).Length > 0;

    /// <summary>Whether the calling thread is inside a run of the engine.</summary>
    private protected bool IsInsideRun => _cpus.Current is not null;

    internal bool Has(HookLink link) => Volatile.Read(ref _links).AsSpan().Contains(link);

    internal HookLink Replace(HookLink old, VmProgram program)
    {
        HookLink link = Link(program);
        lock (_lock)
        {
            int index = Array.IndexOf(_links, old);
            if (index < 0)
            {
                program.RemoveLink(link);
                throw new InvalidOperationException($"{old} is not attached any more, so nothing can take its place: attach the program.");
            }

            HookLink[] links = [.. _links];
            links[index] = link;
            Publish(links);
        }

        old.Program.RemoveLink(old);
        return link;
    }

    internal void Detach(HookLink link)
    {
        lock (_lock)
        {
            int index = Array.IndexOf(_links, link);
            if (index < 0) return;
            Publish([.. _links.AsSpan(0, index), .. _links.AsSpan(index + 1)]);
        }

        link.Program.RemoveLink(link);
    }

    internal void WaitOutsideOfRuns()
    {
        if (_cpus is { IsDisposed: false, Current: null }) WaitForRuns();
    }

    private HookLink Link(VmProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        if (program.Engine != _engine) throw new ArgumentException($"{program} is loaded in another engine than that of {this}.", nameof(program));
        if (program.Executable.Image.Context != _context.Shape)
            throw new ArgumentException($"{program} was not loaded for {this}: make the hook first, put the program into section '{Section}', then load it.", nameof(program));
        HookLink link = new(this, program);
        program.AddLink(link);
        return link;
    }

    private void RefuseIfDisposed(HookLink link)
    {
        if (!_isDisposed) return;
        link.Program.RemoveLink(link);
        throw new ObjectDisposedException(ToString());
    }

    private void Publish(HookLink[] links) => Volatile.Write(ref _links, links);
}
