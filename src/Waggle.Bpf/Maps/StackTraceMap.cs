using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;

namespace Waggle.Bpf.Maps;

/// <summary>Stack traces that programs took with <c>bpf_get_stackid</c>, by the number that it gave them.</summary>
/// <remarks>A view: it does not own the map. Thread-safe; each operation is one system call and allocates nothing. For maps of
/// addresses, not of build ids (<see cref="MapFlags.StackBuildIds"/>). Linux 4.6. Rules from <c>kernel/bpf/stackmap.c</c>.</remarks>
public sealed unsafe class StackTraceMap
{
    /// <summary>Looks at a map as stack traces.</summary>
    /// <exception cref="BpfMapException">The map holds none, or build ids instead of addresses.</exception>
    public StackTraceMap(LiveMap map)
    {
        MapView.CheckKind(map, "A StackTraceMap", MapType.StackTrace);
        if (((MapFlags)map.Spec.Flags).HasFlag(MapFlags.StackBuildIds))
            throw new BpfMapException("open a map", map.ToString(), Errno.None, "Its traces are build ids and offsets, and this view reads addresses.");
        Map = map;
        MaximumDepth = map.ValueSizeInBytes / sizeof(ulong);
    }

    /// <summary>The map.</summary>
    public LiveMap Map { get; }

    /// <summary>Frames of the deepest trace that fits.</summary>
    public int MaximumDepth { get; }

    /// <summary>Reads a trace, innermost frame first.</summary>
    /// <param name="stackId">What <c>bpf_get_stackid</c> returned.</param>
    /// <param name="addresses">Receives the return addresses; at least <see cref="MaximumDepth"/> long.</param>
    /// <param name="depth">Frames read.</param>
    /// <returns>Whether there is such a trace.</returns>
    /// <exception cref="ArgumentException"><paramref name="addresses"/> is too short.</exception>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public bool TryGet(int stackId, Span<ulong> addresses, out int depth)
    {
        if (addresses.Length < MaximumDepth)
            throw new ArgumentException($"A trace has up to {MaximumDepth} frames, and there is room for {addresses.Length}.", nameof(addresses));
        depth = 0;
        fixed (ulong* pointer = addresses)
        {
            if (stackId < 0 || !Map.TryLookup(&stackId, pointer)) return false;
        }
        int end = addresses[..MaximumDepth].IndexOf(0UL); // the kernel fills the rest with zeros
        depth = end < 0 ? MaximumDepth : end;
        return true;
    }

    /// <summary>Removes a trace, so that its place can hold another one.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(int stackId) => Map.TryDelete(&stackId);
}
