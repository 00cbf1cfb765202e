using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Linux.Maps;

namespace Waggle.Linux.Programs;

/// <summary>CPUs that XDP programs hand packets to, each with a queue and if wanted a program of its own.</summary>
/// <remarks>A view: it does not own the map. The kernel runs a thread for each CPU that is in. Values of 4 bytes hold the length of the queue,
/// those of 8 a program too (Linux 5.9), which has the section "xdp/cpumap". Thread-safe; each operation is one system call. Linux 4.15.
/// Rules from <c>kernel/bpf/cpumap.c</c>.</remarks>
public sealed unsafe class CpuMap
{
    private const Errno QueueTooLong = (Errno)75; // EOVERFLOW

    /// <summary>Looks at a map as CPUs.</summary>
    /// <exception cref="BpfMapException">The map holds none.</exception>
    public CpuMap(KernelMap map)
    {
        MapView.CheckKind(map, "A CpuMap", MapType.CpuMap);
        Map = map;
    }

    /// <summary>The map.</summary>
    public KernelMap Map { get; }

    /// <summary>Puts a CPU in.</summary>
    /// <param name="cpu">Its number, which is the key.</param>
    /// <param name="queueLength">Packets that may wait for it, up to 16,384; 0 takes it out.</param>
    /// <param name="program">What runs on packets on that CPU; null for nothing.</param>
    /// <exception cref="BpfMapException">There is no such CPU, the queue is too long, the program is no xdp/cpumap program, or the map's values have no room for one.</exception>
    public void Set(uint cpu, uint queueLength, KernelProgram? program = null)
    {
        Errno error = RedirectTarget.Write(Map, cpu, queueLength, program, UpdateMode.AddOrReplace);
        if (error == Errno.None) return;
        throw error is Errno.Invalid or Errno.NoDevice or QueueTooLong
            ? new BpfMapException("put a CPU into a map", Map.ToString(), error,
                $"There is no CPU {cpu}, {queueLength} packets are more than the 16,384 that may wait, or the program is not of section xdp/cpumap.")
            : Map.UpdateError(error);
    }

    /// <summary>Reads what is there for a CPU.</summary>
    /// <param name="cpu">Its number.</param>
    /// <param name="queueLength">Packets that may wait for it.</param>
    /// <param name="programId">The kernel's number of its program; 0 if it has none.</param>
    /// <returns>Whether it is in the map.</returns>
    public bool TryGet(uint cpu, out uint queueLength, out uint programId) => RedirectTarget.TryRead(Map, cpu, out queueLength, out programId);

    /// <summary>Takes a CPU out; packets that wait are still handled.</summary>
    /// <exception cref="BpfMapException">The number is behind the last entry.</exception>
    public void Remove(uint cpu) => Map.TryDelete(&cpu);
}
