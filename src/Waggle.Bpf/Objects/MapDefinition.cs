using System.Collections.Immutable;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>Maps defined by types, as libbpf reads them in section .maps: each is a variable of a struct whose members say what the
/// map is. A number N is a pointer to an array of N ints, a type T is a pointer to T; the variable's bytes say nothing.</summary>
/// <remarks>The members that libbpf knows: <c>parse_btf_map_def</c> in tools/lib/bpf/libbpf.c.</remarks>
internal static class MapDefinition
{
    public const string Section = ".maps";

    private const int PointerSizeInBytes = 8;

    /// <exception cref="ObjectFormatException">A member is none that this version knows.</exception>
    public static MapSpec Read(Btf types, BtfVariable variable, uint offset)
    {
        if (types[types.SkipModifiers(variable.TypeId)] is not BtfComposite { IsUnion: false } definition)
            throw Refuse(variable, offset, "is no struct: maps are defined by the types of a struct's members");
        const int MaxMembers = 32; // libbpf knows 11
        if (definition.Members.Length > MaxMembers)
            throw Refuse(variable, offset, $"has {definition.Members.Length} members");
        if (definition.SizeInBytes != definition.Members.Length * PointerSizeInBytes)
            throw Refuse(variable, offset, $"has {definition.SizeInBytes} bytes for {definition.Members.Length} members: each is a pointer of {PointerSizeInBytes}");
        var map = new MapSpec(variable.Name, MapType.Unspecified);
        foreach (BtfMember member in definition.Members)
        {
            switch (member.Name)
            {
                case "type":
                    map.Type = (MapType)ReadNumber(types, variable, member, offset);
                    break;
                case "max_entries":
                    map.MaxEntries = ReadNumber(types, variable, member, offset);
                    break;
                case "map_flags":
                    map.Flags = ReadNumber(types, variable, member, offset);
                    break;
                case "key_size":
                    map.KeySizeInBytes = ReadSize(types, variable, member, offset);
                    break;
                case "value_size":
                    map.ValueSizeInBytes = ReadSize(types, variable, member, offset);
                    break;
                case "key":
                    (map.KeyTypeId, map.KeySizeInBytes) = ReadType(types, variable, member, offset);
                    break;
                case "value":
                    (map.ValueTypeId, map.ValueSizeInBytes) = ReadType(types, variable, member, offset);
                    break;
                default:
                    throw Refuse(variable, offset, $"has a member '{member.Name}', which this version can't read: it knows type, max_entries, map_flags, key_size, value_size, key and value");
            }
        }
        return map.Type != MapType.Unspecified ? map : throw Refuse(variable, offset, "does not say its type");
    }

    /// <summary>Adds the types that define a map.</summary>
    /// <returns>The id of its variable.</returns>
    public static int Write(BtfBuilder types, MapSpec map)
    {
        var members = ImmutableArray.CreateBuilder<BtfMember>();
        AddNumber("type", (uint)map.Type);
        if (map.MaxEntries != 0)
            AddNumber("max_entries", map.MaxEntries);
        if (map.Flags != 0)
            AddNumber("map_flags", map.Flags);
        AddPart("key", map.KeyTypeId, map.KeySizeInBytes);
        AddPart("value", map.ValueTypeId, map.ValueSizeInBytes);
        int definition = types.Add(new BtfComposite("", false, (uint)members.Count * PointerSizeInBytes, members.ToImmutable()));
        return types.Add(new BtfVariable(map.Name, definition, BtfLinkage.Global));

        void AddPart(string name, int type, int size)
        {
            if (type != 0)
                AddPointer(name, type);
            else if (size != 0)
                AddNumber($"{name}_size", (uint)size);
        }

        void AddNumber(string name, uint number)
        {
            int element = types.Add(new BtfInt("int", sizeof(int), BtfIntEncoding.Signed));
            int index = types.Add(new BtfInt("__ARRAY_SIZE_TYPE__", sizeof(int), BtfIntEncoding.None)); // clang's name for it
            AddPointer(name, types.Add(new BtfArray(element, index, number)));
        }

        void AddPointer(string name, int target) =>
            members.Add(new(name, types.Add(new BtfPointer(target)), (uint)members.Count * PointerSizeInBytes * 8));
    }

    /// <summary>Size of the variable that <see cref="Write"/> added or <see cref="Read"/> read.</summary>
    public static uint SizeOf(BtfBuilder types, int variable)
    {
        BtfType? type = types[((BtfVariable)types[variable]!).TypeId];
        while (type is not BtfComposite) // ends: it was read without a circle
        {
            type = type switch
            {
                BtfTypedef typedef => types[typedef.TargetId],
                BtfQualified qualified => types[qualified.TargetId],
                BtfTypeTag tag => types[tag.TargetId],
                _ => throw new InvalidOperationException($"Map variable {variable} is no struct."),
            };
        }
        return ((BtfComposite)type).SizeInBytes;
    }

    /// <summary>Whether two descriptions define the same map.</summary>
    public static bool AreEqual(MapSpec a, MapSpec b) =>
        (a.Name, a.Type, a.KeySizeInBytes, a.ValueSizeInBytes, a.MaxEntries, a.Flags) == (b.Name, b.Type, b.KeySizeInBytes, b.ValueSizeInBytes, b.MaxEntries, b.Flags)
        && (a.KeyTypeId, a.ValueTypeId) == (b.KeyTypeId, b.ValueTypeId);

    private static uint ReadNumber(Btf types, BtfVariable map, BtfMember member, uint offset) =>
        types[types.SkipModifiers(member.TypeId)] is BtfPointer pointer && types[pointer.TargetId] is BtfArray array
            ? array.Count
            : throw Refuse(map, offset, $"has a member '{member.Name}' that is no number: write __uint({member.Name}, N)");

    private static int ReadSize(Btf types, BtfVariable map, BtfMember member, uint offset)
    {
        uint size = ReadNumber(types, map, member, offset);
        return size <= int.MaxValue ? (int)size : throw Refuse(map, offset, $"has '{member.Name}' {size}; sizes are below 2 GiB");
    }

    private static (int Type, int Size) ReadType(Btf types, BtfVariable map, BtfMember member, uint offset)
    {
        if (types[types.SkipModifiers(member.TypeId)] is not BtfPointer pointer)
            throw Refuse(map, offset, $"has a member '{member.Name}' that is no type: write __type({member.Name}, T)");
        if (!types.TrySizeOf(pointer.TargetId, out uint size) || size > int.MaxValue)
            throw Refuse(map, offset, $"has a '{member.Name}' of a type without a size below 2 GiB");
        return (pointer.TargetId, (int)size);
    }

    private static ObjectFormatException Refuse(BtfVariable map, uint offset, string why) => new($"Map '{map.Name}' {why}.", Section, offset);
}
