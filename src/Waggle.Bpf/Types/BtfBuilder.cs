using System.Runtime.InteropServices;

namespace Waggle.Bpf.Types;

/// <summary>Collects types and writes them as BTF. Equal types are kept once.</summary>
/// <remarks>Not thread-safe. The same calls in the same order give the same bytes.</remarks>
public sealed class BtfBuilder
{
    private readonly Btf? _base;
    private readonly int _idsBefore; // types of the base but void: own type number n, from 1, has id _idsBefore + n
    private readonly List<BtfType?> _types = [BtfDecoder.Void]; // by number; null: reserved
    private readonly Dictionary<BtfType, int> _ids = new() { [BtfDecoder.Void] = 0 };
    private readonly BtfStringTable _strings;

    /// <summary>Starts with no type but void.</summary>
    public BtfBuilder() => _strings = new();

    /// <summary>Starts with all types of <paramref name="start"/>, with the ids that they have there; offsets of strings may change.</summary>
    /// <exception cref="BtfFormatException">A type of <paramref name="start"/> breaks a rule of the format.</exception>
    public BtfBuilder(Btf start) : this()
    {
        ArgumentNullException.ThrowIfNull(start);
        for (int id = 1; id < start.Count; id++)
            Define(Reserve(), start[id]);
    }

    private BtfBuilder(BtfStringTable strings, Btf baseTypes) => (_strings, _base, _idsBefore) = (strings, baseTypes, baseTypes.Count - 1);

    /// <summary>Starts split BTF: what is added continues the ids and strings of <paramref name="baseTypes"/>, as a module's types
    /// continue the kernel's, and may refer to its types.</summary>
    public static BtfBuilder OnTopOf(Btf baseTypes)
    {
        ArgumentNullException.ThrowIfNull(baseTypes);
        return new(new BtfStringTable(baseTypes), baseTypes);
    }

    /// <summary>Number of types so far, void, reserved ones and the base's included.</summary>
    public int Count => _idsBefore + _types.Count;

    /// <summary>The type with an id, or null if it is reserved and not given yet.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No type has this id.</exception>
    public BtfType? this[int id] =>
        (uint)id >= (uint)Count ? throw NoSuchType(id) : _base is not null && id <= _idsBefore ? _base[id] : _types[id - _idsBefore];

    /// <summary>Adds a type, or finds the equal one that is there.</summary>
    /// <returns>Its id.</returns>
    public int Add(BtfType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (!_ids.TryGetValue(type, out int id))
        {
            id = Reserve();
            Define(id, type);
        }
        return id;
    }

    /// <summary>Keeps an id for a type that is given later by <see cref="Define"/>, so that types may refer to each other in a circle.</summary>
    public int Reserve()
    {
        _types.Add(null);
        return Count - 1;
    }

    /// <summary>Gives the type of an id that <see cref="Reserve"/> returned, or changes the type of one that <see cref="Add"/> returned.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No type has this id, or it is void or the base's.</exception>
    public void Define(int id, BtfType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (id <= _idsBefore || id == 0 || id >= Count)
            throw NoSuchType(id);
        ref BtfType? place = ref CollectionsMarshal.AsSpan(_types)[id - _idsBefore];
        if (place is not null && _ids.GetValueOrDefault(place) == id)
            _ids.Remove(place);
        place = type;
        _ids.TryAdd(type, id); // where an equal type has an id already, that one stays the answer of Add
    }

    /// <summary>Adds all types of another BTF as they are, also those that are here already: <see cref="Deduplicate"/> finds them.</summary>
    /// <param name="types">The types; its base, if it has one, must be this builder's.</param>
    /// <returns>By id there, the ids here.</returns>
    /// <exception cref="ArgumentException">The types stand on another base than this builder's.</exception>
    /// <exception cref="BtfFormatException">A type breaks a rule of the format.</exception>
    public int[] AddAll(Btf types)
    {
        ArgumentNullException.ThrowIfNull(types);
        if (types.Base is not null && types.Base != _base)
            throw new ArgumentException("The types continue a base that is not this builder's: start with OnTopOf that base.", nameof(types));
        int shift = Count - types.FirstOwnId;
        int[] map = [.. Enumerable.Range(0, types.Count).Select(id => id < types.FirstOwnId ? id : id + shift)];
        for (int id = types.FirstOwnId; id < types.Count; id++)
            Define(Reserve(), BtfReferences.Map(types[id], target => map[target]));
        return map;
    }

    /// <summary>Makes one of types that are the same, also where they refer to each other in circles, and turns declarations into the
    /// definition of their name where there is just one. Ids change.</summary>
    /// <returns>By old id, the new ids.</returns>
    /// <exception cref="InvalidOperationException">A reserved type was not defined, or a type refers to an id that does not exist.</exception>
    /// <remarks>The result has as many types as <c>btf__dedup</c> of libbpf leaves.</remarks>
    public int[] Deduplicate()
    {
        var types = new BtfType[Count];
        for (int id = 0; id < types.Length; id++)
        {
            types[id] = this[id] ?? throw NeverDefined(id);
            foreach (int target in BtfReferences.Of(types[id]))
                _ = (uint)target < (uint)Count ? target : throw new InvalidOperationException($"BTF type {id} refers to type {target}; there are {Count}, void included.");
        }
        int[] standIns = BtfDeduplication.Run(types);
        var map = new int[types.Length];
        int next = 1;
        for (int id = 1; id < map.Length; id++) // a stand-in has a lower id, but for a definition that follows its declaration
        {
            if (id <= _idsBefore || standIns[id] == id)
                map[id] = next++;
        }
        for (int id = _idsBefore + 1; id < map.Length; id++)
            map[id] = map[standIns[id]];
        _types.RemoveRange(1, _types.Count - 1);
        _ids.Clear();
        _ids.Add(BtfDecoder.Void, 0);
        for (int id = _idsBefore + 1; id < map.Length; id++)
        {
            if (standIns[id] == id)
                Define(Reserve(), BtfReferences.Map(types[id], target => map[target]));
        }
        return map;
    }

    /// <summary>Adds a string to the string section.</summary>
    /// <returns>Its offset there, also in what <see cref="Build"/> returns.</returns>
    /// <exception cref="ArgumentException">The text has a zero character.</exception>
    public int AddString(string text) => _strings.Add(text);

    /// <summary>Writes header, types and strings, in little endian.</summary>
    /// <returns>The types; on top of a base, together with it.</returns>
    /// <exception cref="InvalidOperationException">A reserved type was not defined, a type refers to an id that does not exist, or
    /// one has more members, values or parameters than the format can hold (65,535) or a bit offset that it can't hold.</exception>
    public Btf Build()
    {
        var writer = new BtfWriter(_strings, Count);
        for (int id = _idsBefore + 1; id < Count; id++)
        {
            writer.Write(id, _types[id - _idsBefore] ?? throw NeverDefined(id));
        }
        byte[] bytes = writer.Finish();
        return _base is null ? Btf.Read(bytes) : Btf.Read(bytes, _base);
    }

    private static InvalidOperationException NeverDefined(int id) =>
        new($"BTF type {id} was reserved and never defined: call {nameof(Define)}({id}, ...).");

    private ArgumentOutOfRangeException NoSuchType(int id) =>
        new(nameof(id), id, $"Ids of this builder run from {_idsBefore + 1} to {Count - 1}.");
}
