using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace Waggle.Bpf.Types;

/// <summary>The types of a kernel, a module or an object: an index over raw BTF that decodes a type when it is asked for.</summary>
/// <remarks>Thread-safe. Source: Documentation/bpf/btf.rst.</remarks>
public sealed class Btf
{
    /// <summary>How many modifiers, arrays and the like may stand between a name and its type, as in the kernel
    /// (<c>MAX_RESOLVE_DEPTH</c>, kernel/bpf/btf.c).</summary>
    internal const int MaxDepth = 32;

    private readonly BtfHeader _header;
    private readonly int _idsBefore; // types of the base but void: own type number n, from 1, has id _idsBefore + n
    private readonly int _stringsBefore; // bytes of the base's strings
    private readonly int[] _offsets; // by number: where the type starts; nothing for 0
    private readonly Lazy<BtfNameIndex> _names;
    private readonly Lazy<ImmutableArray<int>> _flavoured;
    private DecodedTypes? _decoded;

    private Btf(ReadOnlyMemory<byte> bytes, BtfHeader header, Btf? baseTypes, int[] offsets)
    {
        Bytes = bytes;
        Base = baseTypes;
        _header = header;
        _offsets = offsets;
        if (baseTypes is not null)
            (_idsBefore, _stringsBefore) = (baseTypes.Count - 1, baseTypes.StringsLength);
        _names = new(() => new BtfNameIndex(this));
        _flavoured = new(() => BtfFlavours.Find(this));
    }

    /// <summary>Indexes raw BTF.</summary>
    /// <param name="bytes">The whole of a .BTF section or of /sys/kernel/btf/*, in either byte order. Kept, not copied: they must
    /// not change afterwards.</param>
    /// <exception cref="BtfFormatException">The bytes break a rule of the format; the text says which and where.</exception>
    /// <remarks>Header, kinds, sizes and names of all types are checked here; references to other types are checked when a type
    /// is decoded. A module's BTF continues its kernel's: see the other overload.</remarks>
    public static Btf Read(ReadOnlyMemory<byte> bytes) => ReadOnTop(bytes, null);

    /// <summary>Indexes split BTF: types, such as a module's, that continue the ids and strings of others.</summary>
    /// <param name="bytes">As for the other overload.</param>
    /// <param name="baseTypes">The types that they continue, such as the kernel's. The BTF itself does not tell which those are:
    /// a wrong base shows, if at all, as a reference to what does not exist.</param>
    /// <returns>Both together: the base's types keep their ids, and the others follow.</returns>
    /// <exception cref="BtfFormatException">The bytes break a rule of the format; the text says which and where.</exception>
    public static Btf Read(ReadOnlyMemory<byte> bytes, Btf baseTypes)
    {
        ArgumentNullException.ThrowIfNull(baseTypes);
        return ReadOnTop(bytes, baseTypes);
    }

    /// <summary>The types that these continue; null for types that stand alone.</summary>
    public Btf? Base { get; }

    /// <summary>The first id that is not the base's; 1 for types that stand alone.</summary>
    public int FirstOwnId => _idsBefore + 1;

    /// <summary>Number of types, void and the base's included: valid ids are 0 to <c>Count - 1</c>.</summary>
    public int Count => _idsBefore + _offsets.Length;

    /// <summary>The raw bytes, without the base's.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Whether numbers are stored with the highest byte first, as on the machine that the BTF describes.</summary>
    public bool IsBigEndian => _header.BigEndian;

    /// <summary>The type with an id.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No type has this id.</exception>
    /// <exception cref="BtfFormatException">The type breaks a rule of the format.</exception>
    public BtfType this[int id]
    {
        get
        {
            ThrowIfNoType(id);
            if (id == 0)
                return BtfDecoder.Void;
            DecodedTypes decoded = _decoded ??= new DecodedTypes(Count); // of two threads at once one makes it for nothing
            if (decoded.Find(id) is { } known)
                return known;
            Btf owner = OwnerOf(id);
            BtfType type = BtfDecoder.Decode(owner, owner.OffsetOf(id));
            decoded.Keep(id, type);
            return type;
        }
    }

    /// <summary>Ids of the types with this exact name, of every kind, in order.</summary>
    public IReadOnlyList<int> FindAll(string name)
    {
        List<int> found = [];
        byte[] utf8 = Encoding.UTF8.GetBytes(name);
        for (int id = FindNext(utf8, 0); id != 0; id = FindNext(utf8, id))
            found.Add(id);
        return found;
    }

    /// <summary>The first type of kind <typeparamref name="T"/> with this name.</summary>
    public bool TryFind<T>(string name, out int id, [NotNullWhen(true)] out T? type) where T : BtfType
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(name);
        for (id = FindNext(utf8, 0); id != 0; id = FindNext(utf8, id))
        {
            type = this[id] as T;
            if (type is not null)
                return true;
        }
        type = null;
        return false;
    }

    /// <summary>Follows typedefs, qualifiers and type tags to the type behind them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No type has this id.</exception>
    /// <exception cref="BtfFormatException">The modifiers form a circle, or are more than 32.</exception>
    public int SkipModifiers(int id)
    {
        ThrowIfNoType(id);
        for (int depth = 0; depth <= MaxDepth; depth++)
        {
            if (!BtfKinds.IsModifier(KindOf(id)))
                return id;
            id = ReadTypeId(id, 8, "type");
        }
        throw TooDeep(id);
    }

    /// <summary>Size in bytes of a type.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No type has this id.</exception>
    /// <exception cref="BtfFormatException">The type has no size: void, a function, or a declaration of something defined
    /// elsewhere; or it contains itself.</exception>
    public uint SizeOf(int id)
    {
        ThrowIfNoType(id);
        return TrySizeOf(id, out uint size)
            ? size
            : throw new BtfFormatException($"BTF type {id} ({KindOf(id)} '{NameOf(id)}') has no size.", OwnerOf(id).OffsetOf(id));
    }

    /// <summary>The string at an offset of the string section; the base's strings come first.</summary>
    /// <exception cref="BtfFormatException">The offset lies outside the section.</exception>
    public string GetString(int offset)
    {
        if ((uint)offset >= (uint)StringsLength)
            BtfFormatException.ThrowValue("string offset", _header.StringsStart, (uint)offset, $"the string section has {StringsLength} bytes");
        ReadOnlySpan<byte> text = StringsFrom(offset);
        return Encoding.UTF8.GetString(text[..text.IndexOf((byte)0)]); // the section ends with a zero byte: checked by the header
    }

    /// <summary>Finds where the string section has a text.</summary>
    /// <param name="text">The text, without zero characters.</param>
    /// <param name="offset">Its offset; it may lie inside a longer string that ends with the text.</param>
    /// <remarks>Searches the section from its start each time: meant for the few kilobytes of an object.</remarks>
    public bool TryFindString(string text, out int offset)
    {
        if (Base is not null && Base.TryFindString(text, out offset))
            return true;
        offset = Strings.IndexOf((ReadOnlySpan<byte>)[.. Encoding.UTF8.GetBytes(text), 0]);
        if (offset < 0 || text.Contains('\0', StringComparison.Ordinal))
            return false;
        offset += _stringsBefore;
        return true;
    }

    /// <summary>A name, which the kernel limits (<c>KSYM_NAME_LEN</c>): without a limit, a small BTF whose members share one long
    /// string would decode to gigabytes.</summary>
    internal string GetName(int offset, int at)
    {
        const int MaxNameInBytes = 512;
        ReadOnlySpan<byte> text = StringsFrom(offset);
        int length = text[..Math.Min(text.Length, MaxNameInBytes)].IndexOf((byte)0);
        if (length < 0)
            BtfFormatException.ThrowValue("name_off", at, offset, $"the name there has {MaxNameInBytes} bytes or more");
        return Encoding.UTF8.GetString(text[..length]);
    }

    /// <summary>Bytes of strings, the base's included.</summary>
    internal int StringsLength => _stringsBefore + Strings.Length;

    /// <summary>The own string section, without the base's.</summary>
    internal ReadOnlySpan<byte> Strings => Bytes.Span[_header.StringsStart.._header.StringsEnd];

    /// <summary>From a string's first byte to the end of the section that has it, which is a zero byte.</summary>
    internal ReadOnlySpan<byte> StringsFrom(int offset)
    {
        Btf owner = this;
        while (offset < owner._stringsBefore)
            owner = owner.Base!;
        return owner.Strings[(offset - owner._stringsBefore)..];
    }

    /// <summary>Where own types start, by number: 0 is no type, and 1 has the id <see cref="FirstOwnId"/>.</summary>
    internal ReadOnlySpan<int> TypeOffsets => _offsets;

    internal ReadOnlySpan<byte> TypeSection => Bytes.Span[.._header.TypesEnd];

    internal BtfKind KindOf(int id) => id == 0 ? BtfKind.Void : (BtfKind)(ReadUInt32(id, 4) >> 24 & 0x1f);

    internal int NameOffset(int id) => id == 0 ? 0 : (int)ReadUInt32(id, 0);

    internal string NameOf(int id) => GetString(NameOffset(id));

    /// <summary>The first id behind <paramref name="after"/> with this name, or 0.</summary>
    internal int FindNext(ReadOnlySpan<byte> name, int after)
    {
        if (name.IsEmpty || name.Contains((byte)0))
            return 0;
        if (after < FirstOwnId && Base?.FindNext(name, after) is int id and not 0)
            return id;
        int number = _names.Value.Next(this, name, Math.Max(after - _idsBefore, 0));
        return number == 0 ? 0 : _idsBefore + number;
    }

    /// <summary>Own types with this name, flavours aside, in order.</summary>
    internal IEnumerable<int> FindOwnFlavours(string essentialName)
    {
        var found = new List<int>();
        byte[] utf8 = Encoding.UTF8.GetBytes(essentialName);
        for (int id = FindNext(utf8, _idsBefore); id != 0; id = FindNext(utf8, id))
            found.Add(id);
        foreach (int id in _flavoured.Value)
        {
            if (NameOf(id) is string name && name.Length > essentialName.Length && BtfFlavours.EssentialName(name) == essentialName)
                found.Add(id);
        }
        found.Sort();
        return found;
    }

    internal bool TrySizeOf(int id, out uint size)
    {
        ulong count = 1;
        for (int depth = 0; depth <= MaxDepth; depth++)
        {
            BtfKind kind = KindOf(id);
            switch (kind)
            {
                case BtfKind.Int or BtfKind.Float or BtfKind.Struct or BtfKind.Union or BtfKind.Enum or BtfKind.Enum64 or BtfKind.DataSection:
                    return Multiply(ReadUInt32(id, 8), out size);
                case BtfKind.Pointer:
                    return Multiply(sizeof(ulong), out size); // BPF is a 64-bit machine
                case BtfKind.Array:
                    count *= ReadUInt32(id, 20);
                    if (count > uint.MaxValue)
                        BtfFormatException.ThrowValue("nelems", OwnerOf(id).OffsetOf(id) + 20, (long)count, "the array is larger than 4 GiB");
                    id = ReadTypeId(id, 12, "type");
                    break;
                case BtfKind.Variable:
                    id = ReadTypeId(id, 8, "type");
                    break;
                default:
                    if (!BtfKinds.IsModifier(kind))
                    {
                        size = 0;
                        return false;
                    }
                    id = ReadTypeId(id, 8, "type");
                    break;
            }
        }
        throw TooDeep(id);

        bool Multiply(uint one, out uint size)
        {
            ulong all = one * count; // each factor is below 2^32
            if (all > uint.MaxValue)
                throw new BtfFormatException($"BTF type {id} as an array is {all} bytes: larger than 4 GiB.", OwnerOf(id).OffsetOf(id));
            size = (uint)all;
            return true;
        }
    }

    /// <summary>The same types in bytes that differ from these in numbers only: kinds, names and places are the same.</summary>
    internal Btf WithNumbersOf(ReadOnlyMemory<byte> bytes)
    {
        Debug.Assert(bytes.Length == Bytes.Length, "Each type stays where it is.");
        return new(bytes, _header, Base, _offsets);
    }

    internal int CheckTypeId(uint id, int offset, string field)
    {
        if (id >= (uint)Count)
            BtfFormatException.ThrowValue(field, offset, id, $"the BTF has {Count} types, void included");
        return (int)id;
    }

    private static Btf ReadOnTop(ReadOnlyMemory<byte> bytes, Btf? baseTypes)
    {
        BtfHeader header = BtfHeader.Read(bytes.Span, isSplit: baseTypes is not null);
        if (baseTypes is not null && header.BigEndian != baseTypes.IsBigEndian)
            throw new BtfFormatException("The BTF and its base differ in byte order: they can't belong together.", 0);
        return new(bytes, header, baseTypes, IndexTypes(bytes.Span, header, baseTypes?.StringsLength ?? 0));
    }

    private Btf OwnerOf(int id)
    {
        Btf owner = this;
        while (id <= owner._idsBefore && owner.Base is not null)
            owner = owner.Base;
        return owner;
    }

    private int OffsetOf(int ownId) => _offsets[ownId - _idsBefore];

    private int ReadTypeId(int id, int offset, string field)
    {
        Btf owner = OwnerOf(id);
        return owner.CheckTypeId(ReadUInt32(id, offset), owner.OffsetOf(id) + offset, field);
    }

    internal uint ReadUInt32(int id, int offset)
    {
        Btf owner = OwnerOf(id);
        ReadOnlySpan<byte> bytes = owner.Bytes.Span.Slice(owner.OffsetOf(id) + offset, sizeof(uint));
        return _header.BigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    private BtfFormatException TooDeep(int id) =>
        new($"BTF type {id} is more than {MaxDepth} steps from the one asked for: the types form a circle.", OwnerOf(id).OffsetOf(id));

    private void ThrowIfNoType(int id)
    {
        if ((uint)id >= (uint)Count)
            throw new ArgumentOutOfRangeException(nameof(id), id, $"The BTF has {Count} types, void included.");
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // runs once in most processes: the first run must be a fast one
    private static int[] IndexTypes(ReadOnlySpan<byte> bytes, BtfHeader header, int stringsBefore)
    {
        // A kernel's types take 25 bytes on average; at least 12 each, so the array is never larger than the BTF itself.
        var offsets = new int[(header.TypesEnd - header.TypesStart) / 24 + 1];
        int count = 1;
        var reader = new BtfReader(bytes[..header.TypesEnd], header.BigEndian, header.TypesStart);
        uint stringsLength = (uint)(stringsBefore + header.StringsEnd - header.StringsStart);
        while (!reader.IsAtEnd)
        {
            int at = reader.Offset;
            uint name = reader.ReadUInt32("name_off");
            if (name >= stringsLength)
                BtfFormatException.ThrowValue("name_off", at, name, $"the string section has {stringsLength} bytes");
            uint info = reader.ReadUInt32("info");
            int kind = (int)(info >> 24 & 0x1f);
            if (!BtfKinds.IsStored(kind))
                BtfFormatException.ThrowValue("info.kind", at + 4, kind, "kinds 1 to 19 are known; is the BTF of a newer kernel?");
            reader.Skip(sizeof(uint) + BtfKinds.TailInBytes(kind, (int)(info & 0xffff)), "size or type");

            if (count == offsets.Length)
                Array.Resize(ref offsets, offsets.Length * 2);
            offsets[count++] = at;
        }
        Array.Resize(ref offsets, count);
        return offsets;
    }
}
