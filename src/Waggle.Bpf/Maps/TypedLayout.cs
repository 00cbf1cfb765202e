using System.Globalization;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Maps;

/// <summary>Where the fields of a BTF type lie.</summary>
internal static class TypedLayout
{
    private const int MaximumDepth = 32; // the types may be damaged

    /// <summary>The numbers in a type, in order of offset; null if the type can't be laid out (no size, a data section, damaged).</summary>
    public static IReadOnlyList<LayoutField>? TryRead(Btf types, int id)
    {
        try
        {
            var fields = new List<LayoutField>();
            return Collect(types, id, "", 0, fields, 0) ? [.. fields.OrderBy(f => f.Offset)] : null;
        }
        catch (Exception error) when (error is BtfFormatException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static bool Collect(Btf types, int id, string path, int offset, List<LayoutField> fields, int depth)
    {
        if (depth > MaximumDepth) return false;
        string typeName = types[id].Name;
        id = types.SkipModifiers(id);
        BtfType type = types[id];
        if (typeName.Length == 0) typeName = type.Name;
        switch (type)
        {
            case BtfInt number:
                fields.Add(new(path, offset, number.SizeInBytes, number.SizeInBytes > 8 ? FieldMeaning.Opaque : FieldMeaning.Integer, typeName));
                return true;
            case BtfEnum values:
                fields.Add(new(path, offset, values.SizeInBytes, FieldMeaning.Integer, $"enum {typeName}".TrimEnd()));
                return true;
            case BtfFloat number:
                fields.Add(new(path, offset, number.SizeInBytes, number.SizeInBytes is 4 or 8 ? FieldMeaning.Float : FieldMeaning.Opaque, typeName));
                return true;
            case BtfPointer:
                fields.Add(new(path, offset, sizeof(ulong), FieldMeaning.Integer, "pointer"));
                return true;
            case BtfArray array:
                return CollectElements(types, array, path, offset, fields, depth);
            case BtfComposite { IsUnion: true } union:
                fields.Add(new(path, offset, (int)union.SizeInBytes, FieldMeaning.Opaque, $"union {typeName}".TrimEnd()));
                return true;
            case BtfComposite composite:
                return CollectMembers(types, composite, path, offset, fields, depth);
            default:
                return false;
        }
    }

    private static bool CollectMembers(Btf types, BtfComposite composite, string path, int offset, List<LayoutField> fields, int depth)
    {
        foreach (BtfMember member in composite.Members)
        {
            // An anonymous struct's members are reached without a name of its own.
            string name = member.Name.Length == 0 ? path : path.Length == 0 ? member.Name : $"{path}.{member.Name}";
            int place = offset + (int)(member.OffsetInBits / 8);
            if (member.BitFieldSize > 0 || member.OffsetInBits % 8 != 0)
            {
                int end = offset + (int)((member.OffsetInBits + Math.Max(member.BitFieldSize, (byte)1) + 7) / 8);
                fields.Add(new(name, place, end - place, FieldMeaning.Opaque, "bit-field"));
            }
            else if (!Collect(types, member.TypeId, name, place, fields, depth + 1))
            {
                return false;
            }
        }
        return true;
    }

    private static bool CollectElements(Btf types, BtfArray array, string path, int offset, List<LayoutField> fields, int depth)
    {
        int size = (int)types.SizeOf(array.ElementId);
        int seen = (int)Math.Min(array.Count, LayoutField.ElementsLookedAt);
        for (int i = 0; i < seen; i++)
        {
            if (!Collect(types, array.ElementId, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), offset + i * size, fields, depth + 1)) return false;
        }
        if (seen < array.Count) fields.Add(new($"{path}[…]", offset + seen * size, ((int)array.Count - seen) * size, FieldMeaning.Opaque, types[array.ElementId].Name));
        return true;
    }
}
