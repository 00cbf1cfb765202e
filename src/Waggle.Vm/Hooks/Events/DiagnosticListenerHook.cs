using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Waggle.Vm.Hooks.Events;

/// <summary>Runs programs where a diagnostic listener is told something. Programs in <c>SEC("diagnostic")</c>.</summary>
[RequiresUnreferencedCode("Reads the properties of events' objects by reflection, which trimming may have removed.")]
public sealed class DiagnosticListenerHook : EventHook<DiagnosticEvent>
{
    private static readonly ConditionalWeakTable<Type, PropertyInfo[]> s_properties = [];

    private readonly Lock _lock = new();
    private readonly List<IDisposable> _subscriptions = [];
    private readonly string _listener;
    private readonly string? _event;
    private bool _isStopped;

    /// <summary>Starts listening.</summary>
    /// <param name="engine">Where the programs run.</param>
    /// <param name="listener">Name of the <see cref="DiagnosticListener"/>, such as "HttpHandlerDiagnosticListener".</param>
    /// <param name="eventName">Name of the event; null for all of the listener.</param>
    public DiagnosticListenerHook(VmEngine engine, string listener, string? eventName = null) : base(engine, "diagnostic")
    {
        ArgumentNullException.ThrowIfNull(listener);
        (_listener, _event) = (listener, eventName);
        Keep(DiagnosticListener.AllListeners.Subscribe(new Observer<DiagnosticListener>(Join)));
    }

    private protected override void StopListening()
    {
        IDisposable[] subscriptions;
        lock (_lock)
        {
            _isStopped = true;
            subscriptions = [.. _subscriptions];
            _subscriptions.Clear();
        }

        foreach (IDisposable subscription in subscriptions) subscription.Dispose();
    }

    private void Join(DiagnosticListener listener)
    {
        if (listener.Name != _listener) return;
        var observer = new Observer<KeyValuePair<string, object?>>(e =>
        {
            if (_event is null || e.Key == _event) Deliver(new Told(listener.Name, e.Key, e.Value), Fill);
        });
        IDisposable subscription = _event is null ? listener.Subscribe(observer) : listener.Subscribe(observer, name => name == _event);
        Keep(subscription);
        observer.Completed = () => Forget(subscription);
    }

    private void Keep(IDisposable subscription)
    {
        lock (_lock)
        {
            if (!_isStopped)
            {
                _subscriptions.Add(subscription);
                return;
            }
        }

        subscription.Dispose();
    }

    private void Forget(IDisposable subscription)
    {
        lock (_lock) _subscriptions.Remove(subscription);
    }

    private static void Fill(in Told told, ref DiagnosticEvent e)
    {
        e.TimeNanoseconds = EventFieldWriter.Nanoseconds(DateTime.UtcNow);
        e.Listener.Set(told.Listener);
        e.Name.Set(told.Event);
        EventFieldWriter fields = new(ref e.Payload);
        if (told.Value is not { } value) return;
        if (EventFieldWriter.IsPlain(value.GetType()))
        {
            fields.Add(null, value);
            return;
        }

        // Objects behind objects are not gone into: their properties may do work.
        foreach (PropertyInfo property in s_properties.GetValue(value.GetType(), FindProperties))
            fields.Add(property.Name, property.GetValue(value));
    }

    [SuppressMessage("Trimming", "IL2070", Justification = "The constructor says so.")]
    private static PropertyInfo[] FindProperties(Type type) =>
        [.. type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(p => p.CanRead && p.GetIndexParameters().Length == 0 && EventFieldWriter.IsPlain(p.PropertyType))];

    private readonly record struct Told(string Listener, string Event, object? Value);

    private sealed class Observer<T>(Action<T> next) : IObserver<T>
    {
        public Action? Completed { get; set; }

        public void OnNext(T value) => next(value);

        public void OnCompleted() => Completed?.Invoke();

        public void OnError(Exception error)
        {
        }
    }
}
