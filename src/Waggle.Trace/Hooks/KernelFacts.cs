using Waggle.Bpf.Types;
using Waggle.Linux;
using Waggle.Linux.Links;

namespace Waggle.Trace.Hooks;

/// <summary>What hooks and arguments are looked up in: read when first asked for.</summary>
internal sealed class KernelFacts : IDisposable
{
    private readonly Lazy<TraceFs> _traceFs = new(TraceFs.Open);
    private readonly Lazy<Btf> _types;
    private readonly Lazy<IReadOnlyList<TracepointName>> _tracepoints;

    internal KernelFacts()
    {
        _types = new(static () => KernelEngine.Create().KernelBtf);
        _tracepoints = new(() => _traceFs.Value.ListTracepoints());
    }

    internal TraceFs TraceFs => _traceFs.Value;

    internal IReadOnlyList<TracepointName> Tracepoints => _tracepoints.Value;

    internal Btf Types => _types.Value;

    public void Dispose()
    {
        if (_traceFs.IsValueCreated) _traceFs.Value.Dispose();
    }
}
