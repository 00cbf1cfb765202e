using System.Collections.Immutable;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

internal static partial class MapDefinition
{
    /// <summary>Adds the types that define a map.</summary>
    /// <returns>The id of its variable.</returns>
    public static int Write(BtfBuilder types, MapSpec map) =>
        types.Add(new BtfVariable(map.Name, WriteDefinition(types, map, isInner: false), BtfLinkage.Global));

    private static int WriteDefinition(BtfBuilder types, MapSpec map, bool isInner)
    {
        var members = ImmutableArray.CreateBuilder<BtfMember>();
        AddNumber("type", (uint)map.Type);
        AddUnlessZero("max_entries", map.MaxEntries);
        AddUnlessZero("map_flags", map.Flags);
        AddUnlessZero("numa_node", map.NumaNode);
        if (map.Extra > uint.MaxValue)
            AddMember("map_extra", types.Add(new BtfEnum("", sizeof(ulong), false, true, [new($"{map.Name}_map_extra", (long)map.Extra)])));
        else
            AddUnlessZero("map_extra", (uint)map.Extra);
        AddPart("key", map.KeyTypeId, map.KeySizeInBytes);
        AddPart("value", map.ValueTypeId, map.ValueSizeInBytes);
        if (map.IsPinnedByName && !isInner)
            AddNumber("pinning", PinByName);
        uint size = (uint)members.Count * PointerSizeInBytes;
        if (TargetOfValues() is { } target)
        {
            int element = types.Add(new BtfPointer(target));
            AddMember(InitialValues, types.Add(new BtfArray(element, IndexType(), 0)));
        }
        return types.Add(new BtfComposite("", false, size, members.ToImmutable()));

        int? TargetOfValues()
        {
            if (isInner)
                return null;
            if (map.InnerMap is { } inner)
                return WriteDefinition(types, inner, isInner: true);
            return map.Type == MapType.ProgramArray && !map.InitialEntries.IsEmpty
                ? types.Add(new BtfFunctionPrototype(IntType(), [new("", types.Add(new BtfPointer(0)))]))
                : null;
        }

        void AddPart(string name, int type, int size)
        {
            if (type != 0)
                AddMember(name, types.Add(new BtfPointer(type)));
            else
                AddUnlessZero($"{name}_size", (uint)size);
        }

        void AddUnlessZero(string name, uint number)
        {
            if (number != 0)
                AddNumber(name, number);
        }

        void AddNumber(string name, uint number) =>
            AddMember(name, types.Add(new BtfPointer(types.Add(new BtfArray(IntType(), IndexType(), number)))));

        void AddMember(string name, int type) => members.Add(new(name, type, (uint)members.Count * PointerSizeInBytes * 8));

        int IntType() => types.Add(new BtfInt("int", sizeof(int), BtfIntEncoding.Signed));

        int IndexType() => types.Add(new BtfInt("__ARRAY_SIZE_TYPE__", sizeof(int), BtfIntEncoding.None)); // clang's name for it
    }

    /// <summary>Size of the variable that <see cref="Write"/> added or <see cref="Read(Btf, BtfVariable, uint)"/> read.</summary>
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

    /// <summary>Whether two descriptions define the same map, initial values apart.</summary>
    public static bool AreEqual(MapSpec a, MapSpec b) =>
        (a.Type, a.KeySizeInBytes, a.ValueSizeInBytes, a.MaxEntries, a.Flags) == (b.Type, b.KeySizeInBytes, b.ValueSizeInBytes, b.MaxEntries, b.Flags)
        && (a.KeyTypeId, a.ValueTypeId, a.Extra, a.NumaNode, a.IsPinnedByName) == (b.KeyTypeId, b.ValueTypeId, b.Extra, b.NumaNode, b.IsPinnedByName)
        && (a.InnerMap is null ? b.InnerMap is null : b.InnerMap is not null && AreEqual(a.InnerMap, b.InnerMap));
}
