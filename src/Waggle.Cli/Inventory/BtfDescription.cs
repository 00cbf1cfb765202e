using System.Globalization;
using System.Text;
using System.Text.Json;
using Waggle.Bpf.Types;

namespace Waggle.Cli.Inventory;

/// <summary>One BTF type as bpftool describes it: kind, name, fields, and items such as members, each with fields of its own.</summary>
/// <param name="Id">Number of the type.</param>
/// <param name="Kind">Such as "STRUCT".</param>
/// <param name="Name">Name, or "".</param>
/// <param name="Fields">Facts about the type: text or whole numbers.</param>
/// <param name="ItemsName">What its items are called: "members"; null if it has none.</param>
/// <param name="Items">The items.</param>
internal sealed record BtfDescription(
    int Id, string Kind, string Name, (string Name, object Value)[] Fields, string? ItemsName = null, (string Name, object Value)[][]? Items = null)
{
    private const string Anonymous = "(anon)";

    public static BtfDescription Of(Btf types, int id) => types[id] switch
    {
        BtfInt t => new(id, "INT", t.Name, [("size", t.SizeInBytes), ("bits_offset", t.OffsetInBits), ("nr_bits", t.Bits), ("encoding", Encoding(t.Encoding))]),
        BtfPointer t => new(id, "PTR", "", [("type_id", t.TargetId)]),
        BtfQualified t => new(id, t.Qualifier.ToString().ToUpperInvariant(), "", [("type_id", t.TargetId)]),
        BtfTypedef t => new(id, "TYPEDEF", t.Name, [("type_id", t.TargetId)]),
        BtfTypeTag t => new(id, "TYPE_TAG", t.Name, [("type_id", t.TargetId)]),
        BtfArray t => new(id, "ARRAY", "", [("type_id", t.ElementId), ("index_type_id", t.IndexId), ("nr_elems", (long)t.Count)]),
        BtfComposite t => new(id, t.IsUnion ? "UNION" : "STRUCT", t.Name, [("size", (long)t.SizeInBytes), ("vlen", t.Members.Length)], "members", [.. t.Members.Select(Member)]),
        BtfEnum t => new(id, t.Is64Bit ? "ENUM64" : "ENUM", t.Name,
            [("encoding", t.IsSigned ? "SIGNED" : "UNSIGNED"), ("size", t.SizeInBytes), ("vlen", t.Values.Length)], "values",
            [.. t.Values.Select(v => new (string, object)[] { ("name", v.Name), ("val", t.IsSigned ? v.Value : (ulong)v.Value) })]),
        BtfForward t => new(id, "FWD", t.Name, [("fwd_kind", t.IsUnion ? "union" : "struct")]),
        BtfFunction t => new(id, "FUNC", t.Name, [("type_id", t.PrototypeId), ("linkage", t.Linkage.ToString().ToLowerInvariant())]),
        BtfFunctionPrototype t => new(id, "FUNC_PROTO", "", [("ret_type_id", t.ReturnId), ("vlen", t.Parameters.Length)], "params",
            [.. t.Parameters.Select(p => new (string, object)[] { ("name", NameOf(p.Name)), ("type_id", p.TypeId) })]),
        BtfVariable t => new(id, "VAR", t.Name, [("type_id", t.TypeId), ("linkage", t.Linkage.ToString().ToLowerInvariant())]),
        BtfDataSection t => new(id, "DATASEC", t.Name, [("size", (long)t.SizeInBytes), ("vlen", t.Variables.Length)], "vars",
            [.. t.Variables.Select(v => new (string, object)[] { ("type_id", v.VariableId), ("offset", (long)v.Offset), ("size", (long)v.SizeInBytes) })]),
        BtfFloat t => new(id, "FLOAT", t.Name, [("size", t.SizeInBytes)]),
        BtfDeclarationTag t => new(id, "DECL_TAG", t.Name, [("type_id", t.TargetId), ("component_idx", t.ComponentIndex)]),
        BtfType t => new(id, "UNKN", t.Name, []),
    };

    public void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("id", Id);
        json.WriteString("kind", Kind);
        json.WriteString("name", NameOf(Name));
        foreach ((string name, object value) in Fields) Write(json, name, value);
        if (ItemsName is null) return;
        json.WriteStartArray(ItemsName);
        foreach ((string Name, object Value)[] item in Items!)
        {
            json.WriteStartObject();
            foreach ((string name, object value) in item) Write(json, name, value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>"[7] STRUCT 'point' size=4 vlen=2" and a line for each item.</summary>
    public string ToRawText()
    {
        StringBuilder text = new(string.Create(CultureInfo.InvariantCulture, $"[{Id}] {Kind} '{NameOf(Name)}'"));
        foreach ((string name, object value) in Fields) text.Append(CultureInfo.InvariantCulture, $" {name}={value}");
        foreach ((string Name, object Value)[] item in Items ?? [])
        {
            text.Append("\n\t");
            text.AppendJoin(' ', item.Select(f => f.Name == "name" ? $"'{f.Value}'" : string.Create(CultureInfo.InvariantCulture, $"{f.Name}={f.Value}")));
        }

        return text.ToString();
    }

    private static (string, object)[] Member(BtfMember m) => m.BitFieldSize == 0
        ? [("name", NameOf(m.Name)), ("type_id", m.TypeId), ("bits_offset", (long)m.OffsetInBits)]
        : [("name", NameOf(m.Name)), ("type_id", m.TypeId), ("bits_offset", (long)m.OffsetInBits), ("bitfield_size", (int)m.BitFieldSize)];

    private static void Write(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case string text:
                json.WriteString(name, text);
                break;
            case ulong number:
                json.WriteNumber(name, number);
                break;
            default:
                json.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static string NameOf(string name) => name.Length == 0 ? Anonymous : name;

    private static string Encoding(BtfIntEncoding encoding) => encoding switch
    {
        BtfIntEncoding.None => "(none)",
        BtfIntEncoding.Signed => "SIGNED",
        BtfIntEncoding.Char => "CHAR",
        BtfIntEncoding.Bool => "BOOL",
        _ => "UNKN",
    };
}
