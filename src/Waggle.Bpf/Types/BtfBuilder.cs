namespace Waggle.Bpf.Types;

/// <summary>Collects types and writes them as BTF. Equal types are kept once.</summary>
/// <remarks>Not thread-safe. The same calls in the same order give the same bytes.</remarks>
public sealed class BtfBuilder
{
    private readonly List<BtfType?> _types = [BtfDecoder.Void]; // null: reserved
    private readonly Dictionary<BtfType, int> _ids = new() { [BtfDecoder.Void] = 0 };
    private readonly BtfStringTable _strings = new();

    /// <summary>Starts with no type but void.</summary>
    public BtfBuilder()
    {
    }

    /// <summary>Starts with all types of <paramref name="start"/>, with the ids that they have there; offsets of strings may change.</summary>
    /// <exception cref="BtfFormatException">A type of <paramref name="start"/> breaks a rule of the format.</exception>
    public BtfBuilder(Btf start)
    {
        ArgumentNullException.ThrowIfNull(start);
        for (int id = 1; id < start.Count; id++)
            Define(Reserve(), start[id]);
    }

    /// <summary>Number of types so far, void and reserved ones included.</summary>
    public int Count => _types.Count;

    /// <summary>The type with an id, or null if it is reserved and not given yet.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No type has this id.</exception>
    public BtfType? this[int id] => (uint)id < (uint)_types.Count ? _types[id] : throw NoSuchType(id);

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
        return _types.Count - 1;
    }

    /// <summary>Gives the type of an id that <see cref="Reserve"/> returned, or changes the type of one that <see cref="Add"/> returned.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No type has this id, or it is void.</exception>
    public void Define(int id, BtfType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (id <= 0 || id >= _types.Count)
            throw NoSuchType(id);
        if (_types[id] is { } old && _ids.GetValueOrDefault(old) == id)
            _ids.Remove(old);
        _types[id] = type;
        _ids.TryAdd(type, id); // where an equal type has an id already, that one stays the answer of Add
    }

    /// <summary>Adds a string to the string section.</summary>
    /// <returns>Its offset there, also in what <see cref="Build"/> returns.</returns>
    /// <exception cref="ArgumentException">The text has a zero character.</exception>
    public int AddString(string text) => _strings.Add(text);

    /// <summary>Writes header, types and strings, in little endian.</summary>
    /// <exception cref="InvalidOperationException">A reserved type was not defined, a type refers to an id that does not exist, or
    /// one has more members, values or parameters than the format can hold (65,535) or a bit offset that it can't hold.</exception>
    public Btf Build()
    {
        var writer = new BtfWriter(_strings, _types.Count);
        for (int id = 1; id < _types.Count; id++)
        {
            writer.Write(id, _types[id] ??
                throw new InvalidOperationException($"BTF type {id} was reserved and never defined: call {nameof(Define)}({id}, ...)."));
        }
        return Btf.Read(writer.Finish());
    }

    private ArgumentOutOfRangeException NoSuchType(int id) =>
        new(nameof(id), id, $"Ids of this builder run from 1 to {_types.Count - 1}.");
}
