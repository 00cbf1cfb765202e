using System.Diagnostics.CodeAnalysis;

namespace Waggle.Vm.Hooks.Events;

/// <summary>A hook that events of .NET call. Its programs observe: all of them run, and nothing of what they do reaches who caused the event.</summary>
/// <typeparam name="TContext">What programs see of the event.</typeparam>
/// <remarks>Thread-safe. Programs run on the thread of the event, before its cause goes on. Disposing the hook stops listening first.</remarks>
public abstract class EventHook<TContext> : HookPoint<TContext> where TContext : unmanaged
{
    private long _missed, _errors;

    private protected EventHook(VmEngine engine, string section) : base(engine, section, HookOptions.Observe)
    {
    }

    /// <summary>Puts an event into a context.</summary>
    private protected delegate void Filling<TSource>(in TSource source, ref TContext context) where TSource : allows ref struct;

    /// <summary>Events that came from inside a run of the engine, such as from its <see cref="Execution.VmHost"/>: they run no program, since they
    /// would cause themselves.</summary>
    public long Missed => Interlocked.Read(ref _missed);

    /// <summary>Events that were not handed over because something threw: a property of the event's object, or a handler of
    /// <see cref="HookPoint.Faulted"/>.</summary>
    public long Errors => Interlocked.Read(ref _errors);

    /// <summary>Runs the programs for an event. Never throws.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "What goes wrong here is counted: the application's own work does not fail for it.")]
    private protected void Deliver<TSource>(in TSource source, Filling<TSource> fill) where TSource : allows ref struct
    {
        if (!HasPrograms) return;
        if (IsInsideRun)
        {
            Interlocked.Increment(ref _missed);
            return;
        }

        try
        {
            TContext context = default;
            fill(in source, ref context);
            Run(ref context);
        }
        catch (Exception)
        {
            Interlocked.Increment(ref _errors);
        }
    }

    /// <summary>Stops listening; called at disposal, before programs are detached, and perhaps again.</summary>
    private protected abstract void StopListening();

    /// <inheritdoc/>
    protected sealed override void Dispose(bool isDisposing)
    {
        StopListening();
        base.Dispose(isDisposing);
    }
}
