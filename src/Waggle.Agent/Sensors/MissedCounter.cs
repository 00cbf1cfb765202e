using Waggle.Bpf.Maps;
using Waggle.Linux;

namespace Waggle.Agent.Sensors;

/// <summary>Reads a counter that programs keep on each CPU: what they had no room for.</summary>
internal sealed class MissedCounter(LoadedObject loaded, string name)
{
    private readonly PerCpuMap<uint, ulong> _map = loaded.PerCpuMap<uint, ulong>(name);

    public ulong Read() => _map.Sum(0u);
}
