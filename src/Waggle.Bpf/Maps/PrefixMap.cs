using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;

namespace Waggle.Bpf.Maps;

/// <summary>A longest-prefix-match trie of IP networks: all IPv4, or all IPv6, as the size of its keys says.</summary>
/// <typeparam name="TValue">Value, laid out as the program lays it out.</typeparam>
/// <remarks>A view: it does not own the map. Thread-safe; each operation is one system call and allocates nothing. Created with
/// <see cref="MapFlags.NoPreallocation"/> and keys of <c>struct bpf_lpm_trie_key</c>: 8 bytes for IPv4, 20 for IPv6. Linux 4.11.
/// Rules from <c>kernel/bpf/lpm_trie.c</c>.</remarks>
public sealed unsafe class PrefixMap<TValue> where TValue : unmanaged
{
    private const int LengthSize = sizeof(uint);
    private const int IPv4Size = 4, IPv6Size = 16;

    private readonly int _addressSize;

    /// <summary>Looks at a map through types.</summary>
    /// <exception cref="BpfMapException">The map is no such trie, its keys are no IP prefixes, or its values have another size.</exception>
    public PrefixMap(LiveMap map)
    {
        MapView.CheckKind(map, "A PrefixMap", MapType.LpmTrie);
        MapView.CheckValueSize<TValue>(map);
        _addressSize = map.KeySizeInBytes - LengthSize;
        if (_addressSize is not (IPv4Size or IPv6Size))
            throw new BpfMapException("open a map", map.ToString(), Errno.None,
                "An IP prefix is a key of 8 bytes (IPv4) or 20 (IPv6): open a trie of anything else as a BpfMap.");
        Map = map;
    }

    /// <summary>The map.</summary>
    public LiveMap Map { get; }

    /// <summary>The family of its networks.</summary>
    public AddressFamily Family => _addressSize == IPv4Size ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;

    /// <summary>Finds the value of the longest network that has an address in it.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="ArgumentException">The address is of the other family.</exception>
    public bool TryMatch(IPAddress address, out TValue value)
    {
        ArgumentNullException.ThrowIfNull(address);
        return TryMatch(address, 8 * _addressSize, out value);
    }

    /// <summary>Finds the value of the longest network that has all of a network in it, that one itself included.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="ArgumentException">The network is of the other family.</exception>
    public bool TryMatch(IPNetwork network, out TValue value) => TryMatch(network.BaseAddress, network.PrefixLength, out value);

    /// <summary>Writes the value of a network.</summary>
    /// <exception cref="ArgumentException">The network is of the other family.</exception>
    /// <exception cref="BpfMapException">The map is full, or the mode forbids it.</exception>
    public void Set(IPNetwork network, in TValue value, UpdateMode mode = UpdateMode.AddOrReplace)
    {
        Key key;
        Fill(&key, network.BaseAddress, network.PrefixLength);
        fixed (TValue* valuePointer = &value)
        {
            Errno error = Map.Update(&key, valuePointer, (ulong)mode);
            if (error == Errno.NoSpace) error = Errno.TooBig; // what a full trie says (trie_update_elem)
            if (error != Errno.None) throw Map.UpdateError(error);
        }
    }

    /// <summary>Removes exactly this network.</summary>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="ArgumentException">The network is of the other family.</exception>
    public bool Remove(IPNetwork network)
    {
        Key key;
        Fill(&key, network.BaseAddress, network.PrefixLength);
        return Map.TryDelete(&key);
    }

    /// <summary>Reads all networks, longer ones before those that they are in.</summary>
    /// <remarks>A trie that programs change meanwhile may be read with networks missing.</remarks>
    public IReadOnlyList<KeyValuePair<IPNetwork, TValue>> ReadAll()
    {
        var result = new List<KeyValuePair<IPNetwork, TValue>>();
        using var elements = new ElementCursor(Map, isTaking: false);
        while (elements.MoveNext())
        {
            int length = MemoryMarshal.Read<int>(elements.Key);
            var network = new IPNetwork(new IPAddress(elements.Key[LengthSize..]), length);
            result.Add(new(network, Unsafe.ReadUnaligned<TValue>(in elements.Value[0])));
        }
        return result;
    }

    private bool TryMatch(IPAddress address, int prefixLength, out TValue value)
    {
        Key key;
        Fill(&key, address, prefixLength);
        Unsafe.SkipInit(out value);
        fixed (TValue* valuePointer = &value)
        {
            if (Map.TryLookup(&key, valuePointer)) return true;
        }
        value = default;
        return false;
    }

    private void Fill(Key* key, IPAddress address, int prefixLength)
    {
        key->PrefixLength = (uint)prefixLength;
        if (!address.TryWriteBytes(new Span<byte>(key->Address, IPv6Size), out int written) || written != _addressSize)
            throw new ArgumentException($"{Map} holds {(_addressSize == IPv4Size ? "IPv4" : "IPv6")} networks, and {address} is of the other family.", nameof(address));
    }

    private struct Key
    {
        public uint PrefixLength;
        public fixed byte Address[IPv6Size];
    }
}
