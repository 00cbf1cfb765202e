using System.Numerics;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>Maps defined by types, as libbpf reads them in section .maps: each is a variable of a struct whose members say what the
/// map is. A number N is a pointer to an array of N ints, a type T is a pointer to T; the variable's bytes say nothing.</summary>
/// <remarks>The members that libbpf knows: <c>parse_btf_map_def</c> in tools/lib/bpf/libbpf.c.</remarks>
internal static partial class MapDefinition
{
    public const string Section = ".maps";

    /// <summary>What each initial value takes behind the definition.</summary>
    public const int PointerSizeInBytes = 8;

    private const string InitialValues = "values";
    private const uint SmallestRing = 4096; // a page on most machines
    private const uint PinByName = 1; // LIBBPF_PIN_BY_NAME

    /// <exception cref="ObjectFormatException">A member is none that libbpf knows, or says what none can.</exception>
    public static MapSpec Read(Btf types, BtfVariable variable, uint offset) =>
        Read(types, types.SkipModifiers(variable.TypeId), variable.Name, offset, isInner: false);

    /// <summary>Where the initial values start in the variable of a definition; null if it has none.</summary>
    public static uint? InitialValuesAt(Btf types, BtfVariable variable) =>
        types[types.SkipModifiers(variable.TypeId)] is BtfComposite { Members: [.., { Name: InitialValues } last] } ? last.OffsetInBits / 8 : null;

    private static MapSpec Read(Btf types, int type, string name, uint offset, bool isInner)
    {
        var map = new MapSpec(name, MapType.Unspecified);
        if (types[type] is not BtfComposite { IsUnion: false } definition)
            throw Refuse(map, offset, "is no struct: maps are defined by the types of a struct's members");
        const int MaxMembers = 32; // libbpf knows 12
        if (definition.Members.Length > MaxMembers)
            throw Refuse(map, offset, $"has {definition.Members.Length} members");
        if (definition.SizeInBytes == 0 || definition.SizeInBytes > definition.Members.Length * PointerSizeInBytes)
            throw Refuse(map, offset, $"has {definition.SizeInBytes} bytes for {definition.Members.Length} members: each has up to {PointerSizeInBytes}");
        foreach (BtfMember member in definition.Members)
        {
            switch (member.Name)
            {
                case "type":
                    map.Type = (MapType)ReadNumber(types, map, member, offset);
                    break;
                case "max_entries":
                    map.MaxEntries = ReadNumber(types, map, member, offset);
                    break;
                case "map_flags":
                    map.Flags = ReadNumber(types, map, member, offset);
                    break;
                case "map_extra":
                    map.Extra = ReadLongNumber(types, map, member, offset);
                    break;
                case "numa_node":
                    map.NumaNode = ReadNumber(types, map, member, offset);
                    break;
                case "pinning" when !isInner:
                    map.IsPinnedByName = ReadPinning(types, map, member, offset);
                    break;
                case "key_size":
                    map.KeySizeInBytes = Agree(ReadSize(types, map, member, offset), map.KeySizeInBytes, map, "key", offset);
                    break;
                case "value_size":
                    map.ValueSizeInBytes = Agree(ReadSize(types, map, member, offset), map.ValueSizeInBytes, map, "value", offset);
                    break;
                case "key":
                    (map.KeyTypeId, int keySize) = ReadType(types, map, member, offset);
                    map.KeySizeInBytes = Agree(keySize, map.KeySizeInBytes, map, "key", offset);
                    break;
                case "value":
                    (map.ValueTypeId, int valueSize) = ReadType(types, map, member, offset);
                    map.ValueSizeInBytes = Agree(valueSize, map.ValueSizeInBytes, map, "value", offset);
                    break;
                case InitialValues when !isInner:
                    if (member != definition.Members[^1])
                        throw Refuse(map, offset, $"has a member behind '{InitialValues}', which is the last one");
                    ReadInner(types, map, member, offset);
                    break;
                default:
                    throw Refuse(map, offset, $"has a member '{member.Name}', which {(isInner ? "a map in a map can't have" : "libbpf does not know")}: "
                        + "there are type, max_entries, map_flags, map_extra, numa_node, key_size, value_size, key, value and, outside, pinning and values");
            }
        }
        if (map.Type is MapType.RingBuffer or MapType.UserRingBuffer && map.MaxEntries is > 0 and <= 1U << 31)
            map.MaxEntries = Math.Max(SmallestRing, BitOperations.RoundUpToPowerOf2(map.MaxEntries)); // as libbpf's adjust_ringbuf_sz
        return map.Type != MapType.Unspecified ? map : throw Refuse(map, offset, "does not say its type");
    }

    // values: an array of no length, of pointers to the definition of the maps in it, or to the kind of function in a program array.
    private static void ReadInner(Btf types, MapSpec map, BtfMember member, uint offset)
    {
        bool holdsMaps = HoldsMaps(map.Type);
        if (!holdsMaps && map.Type != MapType.ProgramArray)
            throw Refuse(map, offset, $"has '{InitialValues}', which maps of maps and program arrays have");
        map.ValueSizeInBytes = Agree(sizeof(int), map.ValueSizeInBytes, map, "value", offset);
        if (types[member.TypeId] is not BtfArray { Count: 0 } array || types[types.SkipModifiers(array.ElementId)] is not BtfPointer pointer)
            throw Refuse(map, offset, $"has '{InitialValues}' that is no array of pointers without a length: write __array({InitialValues}, T)");
        int target = types.SkipModifiers(pointer.TargetId);
        if (holdsMaps)
            map.InnerMap = Read(types, target, $"{map.Name}.inner", offset, isInner: true);
        else if (types[target] is not BtfFunctionPrototype)
            throw Refuse(map, offset, $"has '{InitialValues}' of what is no function");
    }

    public static bool HoldsMaps(MapType type) => type is MapType.ArrayOfMaps or MapType.HashOfMaps;

    private static int Agree(int size, int known, MapSpec map, string what, uint offset) => known == 0 || known == size
        ? size
        : throw Refuse(map, offset, $"has {what}s of {known} bytes by one member and {size} by another");

    private static uint ReadNumber(Btf types, MapSpec map, BtfMember member, uint offset) =>
        types[types.SkipModifiers(member.TypeId)] is BtfPointer pointer && types[pointer.TargetId] is BtfArray array
            ? array.Count
            : throw Refuse(map, offset, $"has a member '{member.Name}' that is no number: write __uint({member.Name}, N)");

    // __ulong makes it the only value of an enumeration.
    private static ulong ReadLongNumber(Btf types, MapSpec map, BtfMember member, uint offset) =>
        types[types.SkipModifiers(member.TypeId)] is BtfEnum { Values: [var only] }
            ? (ulong)only.Value
            : ReadNumber(types, map, member, offset);

    private static bool ReadPinning(Btf types, MapSpec map, BtfMember member, uint offset)
    {
        uint number = ReadNumber(types, map, member, offset);
        return number <= PinByName ? number == PinByName : throw Refuse(map, offset, $"has 'pinning' {number}; there are 0, none, and 1, by name");
    }

    private static int ReadSize(Btf types, MapSpec map, BtfMember member, uint offset)
    {
        uint size = ReadNumber(types, map, member, offset);
        return size <= int.MaxValue ? (int)size : throw Refuse(map, offset, $"has '{member.Name}' {size}; sizes are below 2 GiB");
    }

    private static (int Type, int Size) ReadType(Btf types, MapSpec map, BtfMember member, uint offset)
    {
        if (types[types.SkipModifiers(member.TypeId)] is not BtfPointer pointer)
            throw Refuse(map, offset, $"has a member '{member.Name}' that is no type: write __type({member.Name}, T)");
        if (!types.TrySizeOf(pointer.TargetId, out uint size) || size > int.MaxValue)
            throw Refuse(map, offset, $"has a '{member.Name}' of a type without a size below 2 GiB");
        return (pointer.TargetId, (int)size);
    }

    private static ObjectFormatException Refuse(MapSpec map, uint offset, string why) => new($"Map '{map.Name}' {why}.", Section, offset);
}
