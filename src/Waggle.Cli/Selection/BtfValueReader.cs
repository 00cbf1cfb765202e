using System.Globalization;
using System.Text;
using System.Text.Json;
using Waggle.Bpf.Types;
using Waggle.Cli.Inventory;
using Waggle.Cli.Lifetime;

namespace Waggle.Cli.Selection;

/// <summary>Makes bytes of JSON by their BTF type: the other direction of <see cref="BtfValueWriter"/>. What is left out is zero.</summary>
internal sealed class BtfValueReader(Btf types)
{
    /// <exception cref="InputException">The JSON does not fit the type; the text says where.</exception>
    public void Read(int typeId, JsonElement json, Span<byte> bytes, string path = "")
    {
        switch (types[types.SkipModifiers(typeId)])
        {
            case BtfInt number:
                WriteNumber(json, bytes, number.SizeInBytes, (number.Encoding & BtfIntEncoding.Signed) != 0, path);
                break;
            case BtfEnum values:
                ReadEnum(values, json, bytes, path);
                break;
            case BtfFloat number:
                ReadFloat(number, json, bytes, path);
                break;
            case BtfPointer:
                WriteNumber(json, bytes, sizeof(ulong), isSigned: false, path);
                break;
            case BtfArray array:
                ReadArray(array, json, bytes, path);
                break;
            case BtfComposite composite:
                ReadMembers(composite, json, bytes, path);
                break;
            default:
                throw Misfit(path, json, "a value of a type that can be written");
        }
    }

    private void ReadMembers(BtfComposite composite, JsonElement json, Span<byte> bytes, string path)
    {
        if (json.ValueKind != JsonValueKind.Object) throw Misfit(path, json, $"an object with {Names(composite)}");
        foreach (JsonProperty property in json.EnumerateObject())
        {
            if (!TryFind(composite, property.Name, 0, out BtfMember member, out uint offset))
                throw new InputException($"There is no field '{Join(path, property.Name)}'; there are {Names(composite)}.");
            if (member.BitFieldSize > 0) WriteBits(property.Value, bytes, offset, member.BitFieldSize, Join(path, property.Name));
            else Read(member.TypeId, property.Value, bytes.Slice((int)offset / 8, (int)types.SizeOf(member.TypeId)), Join(path, property.Name));
        }
    }

    private bool TryFind(BtfComposite composite, string name, uint start, out BtfMember found, out uint offset)
    {
        foreach (BtfMember member in composite.Members)
        {
            (found, offset) = (member, start + member.OffsetInBits);
            if (member.Name == name) return true;
            if (member.Name.Length == 0 && types[types.SkipModifiers(member.TypeId)] is BtfComposite anonymous
                && TryFind(anonymous, name, offset, out found, out offset)) return true;
        }

        (found, offset) = (default, 0);
        return false;
    }

    private void ReadArray(BtfArray array, JsonElement json, Span<byte> bytes, string path)
    {
        int size = (int)types.SizeOf(array.ElementId);
        if (json.ValueKind == JsonValueKind.String && size == 1)
        {
            byte[] text = Encoding.UTF8.GetBytes(json.GetString()!);
            if (text.Length > array.Count) throw Misfit(path, json, $"a text of at most {array.Count} bytes");
            text.CopyTo(bytes);
            return;
        }

        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() > array.Count) throw Misfit(path, json, $"an array of at most {array.Count} elements");
        int i = 0;
        foreach (JsonElement element in json.EnumerateArray())
        {
            Read(array.ElementId, element, bytes.Slice(i * size, size), string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"));
            i++;
        }
    }

    private static void ReadEnum(BtfEnum values, JsonElement json, Span<byte> bytes, string path)
    {
        if (json.ValueKind != JsonValueKind.String)
        {
            WriteNumber(json, bytes, values.SizeInBytes, values.IsSigned, path);
            return;
        }

        foreach (BtfEnumValue candidate in values.Values)
        {
            if (candidate.Name != json.GetString()) continue;
            for (int i = 0; i < values.SizeInBytes; i++) bytes[i] = (byte)(candidate.Value >> (8 * i));
            return;
        }

        throw Misfit(path, json, $"a number or one of {string.Join(", ", values.Values.Take(20).Select(v => v.Name))}");
    }

    private static void ReadFloat(BtfFloat number, JsonElement json, Span<byte> bytes, string path)
    {
        if (json.ValueKind != JsonValueKind.Number || number.SizeInBytes is not (4 or 8)) throw Misfit(path, json, "a number");
        byte[] written = number.SizeInBytes == 4 ? BitConverter.GetBytes(json.GetSingle()) : BitConverter.GetBytes(json.GetDouble());
        written.CopyTo(bytes);
    }

    private static void WriteNumber(JsonElement json, Span<byte> bytes, int size, bool isSigned, string path)
    {
        Int128 number = ToNumber(json, path);
        Int128 limit = Int128.One << (size * 8);
        if (size > sizeof(ulong) || number >= limit || number < (isSigned ? -limit / 2 : 0)) throw Misfit(path, json, $"a{(isSigned ? " signed" : "n unsigned")} number of {size} bytes");
        for (int i = 0; i < size; i++) bytes[i] = (byte)(number >> (8 * i) & 0xff);
    }

    private static void WriteBits(JsonElement json, Span<byte> bytes, uint offset, int count, string path)
    {
        Int128 number = ToNumber(json, path);
        if (number >= Int128.One << count || number < -(Int128.One << (count - 1))) throw Misfit(path, json, $"a number of {count} bits");
        for (int i = 0; i < count; i++)
        {
            int bit = (int)offset + i;
            bytes[bit / 8] = (byte)(bytes[bit / 8] & ~(1 << (bit % 8)) | ((number >> i & 1) == 0 ? 0 : 1 << (bit % 8)));
        }
    }

    private static Int128 ToNumber(JsonElement json, string path) => json.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.Number when json.TryGetInt64(out long number) => number,
        JsonValueKind.Number when json.TryGetUInt64(out ulong number) => number,
        JsonValueKind.String when ValueText.TryParseNumber(json.GetString()!, out Int128 number) => number,
        _ => throw Misfit(path, json, "a whole number"),
    };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Names(BtfComposite composite) => string.Join(", ", composite.Members.Take(20).Select(m => m.Name.Length == 0 ? "…" : m.Name));

    private static InputException Misfit(string path, JsonElement json, string wanted) =>
        new($"{(path.Length == 0 ? "The value" : $"Field '{path}'")} should be {wanted}, and is {json.GetRawText()}.");
}
