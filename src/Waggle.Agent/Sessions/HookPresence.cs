using Waggle.Agent.Sensors;
using Waggle.Linux;
using Waggle.Linux.Errors;
using Waggle.Linux.Links;

namespace Waggle.Agent.Sessions;

/// <summary>Asks the running kernel for the hooks that programs want, before anything is loaded.</summary>
internal sealed class HookPresence(KernelEngine engine) : IDisposable
{
    private const string TracepointPrefix = "tracepoint/";

    private readonly Dictionary<string, bool> _known = [];
    private TraceFs? _traceFs;

    /// <summary>A hook that a sensor can't do without and the kernel lacks; null if all are there.</summary>
    public string? FindMissing(ISensor sensor) => sensor.Hooks()
        .Select(hook => hook.Section)
        .FirstOrDefault(section => !sensor.OptionalSections.Contains(section) && !Has(section));

    /// <summary>Whether the kernel has the hook that a section names.</summary>
    public bool Has(string section)
    {
        if (!_known.TryGetValue(section, out bool isThere)) _known.Add(section, isThere = Find(section));
        return isThere;
    }

    public void Dispose() => _traceFs?.Dispose();

    private bool Find(string section)
    {
        string[] parts = section.Split('/');
        // The kernel's types have a typedef for each tracepoint's function: include/trace/bpf_probe.h.
        if (!section.StartsWith(TracepointPrefix, StringComparison.Ordinal)) return engine.KernelBtf.FindAll($"btf_trace_{parts[^1]}").Count > 0;

        try
        {
            _traceFs ??= TraceFs.Open();
            _traceFs.ReadTracepointId(parts[1], parts[2]);
            return true;
        }
        catch (BpfAttachException)
        {
            return false;
        }
    }
}
