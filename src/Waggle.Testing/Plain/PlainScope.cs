using Waggle.CSharp;

namespace Waggle.Testing.Plain;

/// <summary>While it lasts this thread runs programs of one object as plain C#: their host is the thread's, and their global variables are in the static fields.</summary>
/// <remarks>One at a time in the process, as static fields are everybody's.</remarks>
internal readonly ref struct PlainScope : IDisposable
{
    private static readonly Lock s_oneAtATime = new();

    private readonly Lock.Scope _lock;
    private readonly PlainRuntime? _runtime;
    private readonly object?[] _globals;
    private readonly BpfHost? _outer;

    /// <summary>Only keeps others from running, so that static fields stay what they are.</summary>
    public PlainScope()
    {
        _lock = s_oneAtATime.EnterScope();
        _globals = [];
    }

    /// <summary>Begins runs.</summary>
    /// <param name="runtime">Of what.</param>
    /// <param name="name">Class and method of the program, for messages.</param>
    internal PlainScope(PlainRuntime runtime, string name)
    {
        _lock = s_oneAtATime.EnterScope();
        _runtime = runtime;
        _globals = runtime.Globals.Enter();
        _outer = BpfHost.Exists ? BpfHost.Current : null;
        (BpfHost.Current, runtime.Host.Program) = (runtime.Host, name);
    }

    public void Dispose()
    {
        if (_runtime is not null)
        {
            _runtime.Host.Forget();
            if (_outer is null) BpfHost.Clear();
            else BpfHost.Current = _outer;
            _runtime.Globals.Leave(_globals);
        }

        _lock.Dispose();
    }
}
