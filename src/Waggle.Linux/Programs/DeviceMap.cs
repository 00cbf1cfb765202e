using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Linux.Maps;

namespace Waggle.Linux.Programs;

/// <summary>Network interfaces that XDP programs redirect packets to, by index or by any number; each with a program of its own if wanted.</summary>
/// <remarks>A view: it does not own the map. An interface leaves the map when it goes. Values of 4 bytes hold the interface, those of 8 its
/// program too (Linux 5.8), which has the section "xdp/devmap". Thread-safe; each operation is one system call. By index since
/// Linux 4.14, by key since 5.4. Rules from <c>kernel/bpf/devmap.c</c>.</remarks>
public sealed unsafe class DeviceMap
{
    /// <summary>Looks at a map as interfaces.</summary>
    /// <exception cref="BpfMapException">The map holds none.</exception>
    public DeviceMap(KernelMap map)
    {
        MapView.CheckKind(map, "A DeviceMap", MapType.DevMap, MapType.DevMapHash);
        Map = map;
    }

    /// <summary>The map.</summary>
    public KernelMap Map { get; }

    /// <summary>Puts an interface in.</summary>
    /// <param name="key">Index, or key of a hash.</param>
    /// <param name="interfaceIndex">Number of the interface in the network namespace of the process.</param>
    /// <param name="program">What runs on packets on their way out; null for nothing.</param>
    /// <param name="mode">What to do about a key that is or is not there.</param>
    /// <exception cref="BpfMapException">There is no such interface, the program is no xdp/devmap program, or the map's values have no room for one.</exception>
    public void Set(uint key, int interfaceIndex, KernelProgram? program = null, UpdateMode mode = UpdateMode.AddOrReplace)
    {
        Errno error = RedirectTarget.Write(Map, key, (uint)interfaceIndex, program, mode);
        if (error == Errno.None) return;
        throw error is Errno.Invalid or Errno.NoDevice
            ? new BpfMapException("put an interface into a map", Map.ToString(), error, $"There is no interface {interfaceIndex} here, or its program is not of section xdp/devmap.")
            : Map.UpdateError(error);
    }

    /// <summary>Reads what is at a key.</summary>
    /// <param name="key">Index, or key of a hash.</param>
    /// <param name="interfaceIndex">The interface.</param>
    /// <param name="programId">The kernel's number of its program; 0 if it has none.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(uint key, out int interfaceIndex, out uint programId)
    {
        bool isThere = RedirectTarget.TryRead(Map, key, out uint target, out programId);
        interfaceIndex = (int)target;
        return isThere;
    }

    /// <summary>Takes an interface out.</summary>
    /// <returns>Whether there was one; an array says yes always.</returns>
    public bool Remove(uint key) => Map.TryDelete(&key);
}
