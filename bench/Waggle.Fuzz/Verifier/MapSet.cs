using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;
using Waggle.Vm;
using Waggle.Vm.Cpus;
using Waggle.Vm.Maps;

namespace Waggle.Fuzz.Verifier;

/// <summary>The maps of an object in the embedded engine, and what is in them when a program runs.</summary>
/// <remarks>Kept from program to program.</remarks>
internal sealed unsafe class MapSet : IDisposable
{
    private const int UsesOfRing = 16, MostFilled = 16;

    private readonly VirtualCpus _cpus;
    private readonly BpfObject _object;
    private readonly Dictionary<string, VmMap> _maps = [];
    private readonly VmMap[] _filled;
    private readonly byte[] _bytes;
    private int _uses;

    /// <param name="obj">The object.</param>
    /// <param name="cpus">The engine's CPUs.</param>
    public MapSet(BpfObject obj, VirtualCpus cpus)
    {
        (_object, _cpus) = (obj, cpus);
        foreach (MapSpec spec in obj.Maps) _maps[spec.Name] = VmMap.Create(spec, cpus, ValueLayouts.Of(spec, obj.Btf));
        _filled = [.. _maps.Values.Where(map => map.Type is MapType.Array or MapType.PerCpuArray or MapType.Hash or MapType.LruHash && !map.Spec.IsFrozen && map.IsWritableByPrograms)];
        _bytes = new byte[_filled.Length == 0 ? 0 : _filled.Max(map => map.KeySizeInBytes + map.ValueBufferSizeInBytes)];
    }

    public IReadOnlyDictionary<string, VmMap> All => _maps;

    /// <summary>Puts numbers into the maps at which arithmetic has its edges.</summary>
    public void Fill(ref RandomSource random)
    {
        foreach (VmMap map in _filled)
        {
            for (uint entry = 0; entry < Math.Min(map.MaxEntries, MostFilled); entry++)
            {
                Span<byte> key = _bytes.AsSpan(0, map.KeySizeInBytes), value = _bytes.AsSpan(map.KeySizeInBytes, map.ValueBufferSizeInBytes);
                key.Clear();
                EdgeNumbers.Fill(value, ref random);
                for (int i = 0; i < Math.Min(key.Length, sizeof(uint)); i++) key[i] = (byte)(entry >> (8 * i));
                fixed (byte* start = _bytes)
                {
                    if (map.Type == MapType.Hash && random.Below(3) == 0) map.Delete(start);
                    else map.Update(start, start + key.Length, 0);
                }
            }
        }
    }

    /// <summary>A number that follows from what <see cref="Fill"/> has filled, as it is now; of this process only.</summary>
    public int Digest()
    {
        HashCode digest = new();
        foreach (VmMap map in _filled)
        {
            for (uint entry = 0; entry < Math.Min(map.MaxEntries, MostFilled); entry++)
            {
                Span<byte> key = _bytes.AsSpan(0, map.KeySizeInBytes), value = _bytes.AsSpan(map.KeySizeInBytes, map.ValueBufferSizeInBytes);
                key.Clear();
                for (int i = 0; i < Math.Min(key.Length, sizeof(uint)); i++) key[i] = (byte)(entry >> (8 * i));
                fixed (byte* start = _bytes)
                {
                    if (map.Lookup(start, start + key.Length, 0) == Waggle.Bpf.Errors.Errno.None) digest.AddBytes(value);
                    else digest.Add(entry);
                }
            }
        }

        return digest.ToHashCode();
    }

    /// <summary>Makes new ring buffers in place of those that are full by now: nobody reads them. To be called between programs.</summary>
    public void Renew()
    {
        if (++_uses % UsesOfRing != 0) return;
        foreach (MapSpec spec in _object.Maps)
        {
            if (spec.Type != MapType.RingBuffer) continue;
            _maps[spec.Name].Dispose();
            _maps[spec.Name] = VmMap.Create(spec, _cpus);
        }
    }

    public void Dispose()
    {
        foreach (VmMap map in _maps.Values) map.Dispose();
    }
}
