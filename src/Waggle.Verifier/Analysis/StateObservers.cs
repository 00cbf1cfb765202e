using Waggle.Bpf.Objects;
using Waggle.Verifier.Code;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <summary>Several that are shown the same states, in their order.</summary>
internal sealed class StateObservers : IStateObserver
{
    private readonly IStateObserver[] _observers;

    private StateObservers(IStateObserver[] observers) => _observers = observers;

    /// <summary>One that stands for all; null if there are none.</summary>
    public static IStateObserver? Of(params IEnumerable<IStateObserver?> observers) => observers.OfType<IStateObserver>().ToArray() switch
    {
        [] => null,
        [var single] => single,
        var several => new StateObservers(several),
    };

    public void Visit(ProgramText text, IReadOnlyList<MapSpec> maps, PathState state)
    {
        foreach (IStateObserver each in _observers) each.Visit(text, maps, state);
    }

    public void Begin(Subprogram function)
    {
        foreach (IStateObserver each in _observers) each.Begin(function);
    }

    public void Enter(PathState state)
    {
        foreach (IStateObserver each in _observers) each.Enter(state);
    }

    public void Prune(PathState state)
    {
        foreach (IStateObserver each in _observers) each.Prune(state);
    }

    public void Resume()
    {
        foreach (IStateObserver each in _observers) each.Resume();
    }
}
