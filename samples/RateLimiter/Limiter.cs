using Waggle.Bpf.Objects;
using Waggle.Vm;
using Waggle.Vm.Hooks;

namespace Samples;

/// <summary>The plug-in that decides about requests now.</summary>
public sealed class Limiter : IDisposable
{
    private readonly VmEngine _engine = new();
    private readonly HookPoint<Request> _arriving;
    private readonly Lock _lock = new();
    private VmObject? _plugin;
    private HookLink? _link;

    /// <summary>Makes the hook. Requests pass if the plug-in breaks a rule, and the caller is told.</summary>
    public Limiter(Action<string> report)
    {
        _arriving = new(_engine, OnRequestAttribute.Name, new() { Pass = Verdict.Pass, Default = Verdict.Allow, MeasuresTime = true });
        _arriving.Faulted += (_, fault) => report(fault.ToString());
    }

    /// <summary>Puts a plug-in into the place of the one before: each request meets the one or the other.</summary>
    public void Load(BpfObject plugin)
    {
        lock (_lock)
        {
            VmObject? next = _engine.Load(plugin);
            try
            {
                VmProgram program = next.Programs.Values.Single();
                _link = _link?.Replace(program) ?? _arriving.Attach(program);
                (_plugin, next) = (next, _plugin);
            }
            finally
            {
                next?.Dispose(); // waits for the requests that it is deciding about
            }
        }
    }

    public bool Allows(ref Request request) => _arriving.Run(ref request).Value == Verdict.Allow;

    public object Report() => new { plugin = _link?.Program.Name, _link?.Statistics.Runs, _link?.Statistics.Faults, nanoseconds = _link?.Statistics.AverageNanoseconds };

    public void Dispose()
    {
        _plugin?.Dispose();
        _engine.Dispose();
    }
}
