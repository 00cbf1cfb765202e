using System.Globalization;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Linux.Interop;
using Waggle.Linux.Maps;
using Waggle.Linux.Pins;

namespace Waggle.Linux;

/// <summary>Maps that live on in a BPF file system under their names: found there, or put there.</summary>
/// <param name="folder">Where; null for /sys/fs/bpf, which is opened when the first map wants it.</param>
internal sealed class PinnedMaps(PinFolder? folder) : IDisposable
{
    private const string StandardFolder = "/sys/fs/bpf";
    private const uint ReadOnlyForPrograms = 1 << 7; // BPF_F_RDONLY_PROG

    private readonly List<string> _pinned = [];
    private PinFolder? _own;

    private PinFolder Folder => folder ?? (_own ??= PinFolder.Open(StandardFolder));

    /// <summary>Opens the map that is pinned under the name, if there is one and it is as described.</summary>
    /// <exception cref="BpfMapException">It differs; the text names the attribute.</exception>
    public KernelMap? TryOpen(MapSpec spec)
    {
        KernelMap pinned;
        try
        {
            pinned = Folder.OpenMap(spec.Name);
        }
        catch (BpfException error) when (error.Errno == Errno.NoEntry)
        {
            return null;
        }
        try
        {
            ThrowIfDifferent(spec, pinned);
            return KernelMap.FromDescriptor(spec, pinned.Descriptor); // takes the descriptor over
        }
        catch
        {
            pinned.Dispose();
            throw;
        }
    }

    /// <summary>Gives a new map its name.</summary>
    public void Pin(KernelMap map)
    {
        Folder.Pin(map, map.Name);
        _pinned.Add(map.Name);
    }

    /// <summary>Takes the names away again that this load gave.</summary>
    public void Undo()
    {
        foreach (string name in _pinned) Folder.Unpin(name);
    }

    public void Dispose() => _own?.Dispose();

    // The attributes that libbpf compares: map_is_reuse_compat in tools/lib/bpf/libbpf.c.
    private static void ThrowIfDifferent(MapSpec spec, KernelMap pinned)
    {
        MapInfo info = KernelMap.ReadInfo(pinned.Descriptor, pinned);
        uint flags = spec.Type is MapType.DevMap or MapType.DevMapHash ? info.map_flags & ~ReadOnlyForPrograms : info.map_flags; // the kernel adds it
        (string Attribute, ulong Wanted, ulong Actual)[] attributes =
        [
            ("type", (ulong)spec.Type, info.type),
            ("key size", (ulong)spec.KeySizeInBytes, info.key_size),
            ("value size", (ulong)spec.ValueSizeInBytes, info.value_size),
            ("max_entries", MapCreation.EntriesOf(spec), info.max_entries),
            ("map_flags", spec.Flags, flags),
            ("map_extra", spec.Extra, info.map_extra),
        ];
        foreach ((string attribute, ulong wanted, ulong actual) in attributes)
        {
            if (wanted == actual) continue;
            throw new BpfMapException("use a pinned map", $"map '{spec}'", Errno.None, string.Create(CultureInfo.InvariantCulture,
                $"What is pinned as '{spec.Name}' has {attribute} {actual}, and the object wants {wanted}: unpin it, or load with another folder for pins."));
        }
    }
}
