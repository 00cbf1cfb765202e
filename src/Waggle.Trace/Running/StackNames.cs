using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Waggle.Bpf.Maps;
using Waggle.Linux.Inspection;

namespace Waggle.Trace.Running;

/// <summary>Reads stacks out of their map and names their frames.</summary>
/// <param name="map">The map of stacks; null if the expression takes none.</param>
internal sealed class StackNames(LiveMap? map)
{
    private readonly Lazy<KernelSymbols> _kernel = new(KernelSymbols.Read);
    private readonly Dictionary<int, ProcessModules> _processes = [];

    internal StackFrames OfKernel(long id) => new([.. Addresses(id).Select(NameOf)]);

    internal StackFrames OfProcess(long id, int process)
    {
        ImmutableArray<ulong> addresses = Addresses(id);
        if (addresses.IsEmpty) return new StackFrames([]);
        if (!_processes.TryGetValue(process, out ProcessModules? modules)) _processes.Add(process, modules = ProcessModules.Read(process));
        return new StackFrames([.. addresses.Select(modules.NameOf)]);
    }

    internal string NameOf(ulong address) => _kernel.Value.Find(address) is var (name, offset)
        ? string.Create(CultureInfo.InvariantCulture, $"{name}+{offset}")
        : string.Create(CultureInfo.InvariantCulture, $"0x{address:x}");

    private ImmutableArray<ulong> Addresses(long id)
    {
        if (map is null || id < 0) return []; // a negated errno: there was none, or no room
        byte[] value = new byte[map.ValueBufferSizeInBytes];
        if (!map.TryLookup(BitConverter.GetBytes((uint)id), value)) return [];
        ReadOnlySpan<ulong> addresses = MemoryMarshal.Cast<byte, ulong>(value);
        int end = addresses.IndexOf(0UL);
        return [.. end < 0 ? addresses : addresses[..end]];
    }
}
