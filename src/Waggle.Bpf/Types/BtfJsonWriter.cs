using System.Text.Encodings.Web;
using System.Text.Json;

namespace Waggle.Bpf.Types;

/// <summary>Writes types as JSON, in the form of <c>bpftool -j btf dump</c>: an object with the array "types".</summary>
/// <remarks>One object a type, with "id", "kind" and "name" ("(anon)" for none), and what the kind has besides.</remarks>
public static class BtfJsonWriter
{
    private const string Anonymous = "(anon)";

    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes types.</summary>
    /// <param name="types">The types; of split BTF its own, without the base's.</param>
    /// <param name="output">Where the JSON goes, in UTF-8.</param>
    /// <param name="ids">Which types; null for all.</param>
    /// <exception cref="BtfFormatException">A type breaks a rule of the format.</exception>
    public static void Write(Btf types, Stream output, IEnumerable<int>? ids = null)
    {
        ArgumentNullException.ThrowIfNull(types);
        ArgumentNullException.ThrowIfNull(output);
        const int FlushAtBytes = 1 << 16;
        using var json = new Utf8JsonWriter(output, s_options);
        json.WriteStartObject();
        json.WriteStartArray("types");
        foreach (int id in ids ?? Enumerable.Range(types.FirstOwnId, types.Count - types.FirstOwnId))
        {
            Write(json, id, types[id]);
            if (json.BytesPending > FlushAtBytes)
                json.Flush();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes one type as an object.</summary>
    /// <param name="json">Where it goes.</param>
    /// <param name="id">Its id.</param>
    /// <param name="type">The type.</param>
    public static void Write(Utf8JsonWriter json, int id, BtfType type)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(type);
        json.WriteStartObject();
        json.WriteNumber("id", id);
        json.WriteString("kind", KindOf(type));
        json.WriteString("name", NameOr(type.Name));
        WriteRest(json, type);
        json.WriteEndObject();
    }

    private static void WriteRest(Utf8JsonWriter json, BtfType type)
    {
        switch (type)
        {
            case BtfInt number:
                json.WriteNumber("size", number.SizeInBytes);
                json.WriteNumber("bits_offset", number.OffsetInBits);
                json.WriteNumber("nr_bits", number.Bits);
                json.WriteString("encoding", number.Encoding switch
                {
                    BtfIntEncoding.None => "(none)",
                    BtfIntEncoding.Signed => "SIGNED",
                    BtfIntEncoding.Char => "CHAR",
                    BtfIntEncoding.Bool => "BOOL",
                    _ => "UNKN",
                });
                break;
            case BtfArray array:
                json.WriteNumber("type_id", array.ElementId);
                json.WriteNumber("index_type_id", array.IndexId);
                json.WriteNumber("nr_elems", array.Count);
                break;
            case BtfComposite composite:
                json.WriteNumber("size", composite.SizeInBytes);
                WriteItems(json, "members", composite.Members, static (json, member) =>
                {
                    json.WriteString("name", NameOr(member.Name));
                    json.WriteNumber("type_id", member.TypeId);
                    json.WriteNumber("bits_offset", member.OffsetInBits);
                    if (member.BitFieldSize != 0)
                        json.WriteNumber("bitfield_size", member.BitFieldSize);
                });
                break;
            case BtfEnum values:
                json.WriteString("encoding", values.IsSigned ? "SIGNED" : "UNSIGNED");
                json.WriteNumber("size", values.SizeInBytes);
                bool isSigned = values.IsSigned;
                WriteItems(json, "values", values.Values, (json, value) =>
                {
                    json.WriteString("name", NameOr(value.Name));
                    if (isSigned)
                        json.WriteNumber("val", value.Value);
                    else
                        json.WriteNumber("val", (ulong)value.Value);
                });
                break;
            case BtfForward forward:
                json.WriteString("fwd_kind", forward.IsUnion ? "union" : "struct");
                break;
            case BtfFunction function:
                json.WriteNumber("type_id", function.PrototypeId);
                json.WriteString("linkage", LinkageOf(function.Linkage));
                break;
            case BtfFunctionPrototype prototype:
                json.WriteNumber("ret_type_id", prototype.ReturnId);
                WriteItems(json, "params", prototype.Parameters, static (json, parameter) =>
                {
                    json.WriteString("name", NameOr(parameter.Name));
                    json.WriteNumber("type_id", parameter.TypeId);
                });
                break;
            case BtfVariable variable:
                json.WriteNumber("type_id", variable.TypeId);
                json.WriteString("linkage", LinkageOf(variable.Linkage));
                break;
            case BtfDataSection section:
                json.WriteNumber("size", section.SizeInBytes);
                WriteItems(json, "vars", section.Variables, static (json, variable) =>
                {
                    json.WriteNumber("type_id", variable.VariableId);
                    json.WriteNumber("offset", variable.Offset);
                    json.WriteNumber("size", variable.SizeInBytes);
                });
                break;
            case BtfFloat number:
                json.WriteNumber("size", number.SizeInBytes);
                break;
            case BtfDeclarationTag tag:
                json.WriteNumber("type_id", tag.TargetId);
                json.WriteNumber("component_idx", tag.ComponentIndex);
                break;
            default: // pointers, typedefs, qualifiers and type tags
                foreach (int target in BtfReferences.Of(type))
                    json.WriteNumber("type_id", target);
                break;
        }
    }

    private static void WriteItems<T>(Utf8JsonWriter json, string name, IReadOnlyCollection<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteNumber("vlen", items.Count);
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static string KindOf(BtfType type) => type switch
    {
        BtfInt => "INT",
        BtfPointer => "PTR",
        BtfArray => "ARRAY",
        BtfComposite { IsUnion: false } => "STRUCT",
        BtfComposite => "UNION",
        BtfEnum { Is64Bit: false } => "ENUM",
        BtfEnum => "ENUM64",
        BtfForward => "FWD",
        BtfTypedef => "TYPEDEF",
        BtfQualified { Qualifier: BtfQualifier.Const } => "CONST",
        BtfQualified { Qualifier: BtfQualifier.Volatile } => "VOLATILE",
        BtfQualified => "RESTRICT",
        BtfFunction => "FUNC",
        BtfFunctionPrototype => "FUNC_PROTO",
        BtfVariable => "VAR",
        BtfDataSection => "DATASEC",
        BtfFloat => "FLOAT",
        BtfDeclarationTag => "DECL_TAG",
        BtfTypeTag => "TYPE_TAG",
        _ => "UNKNOWN",
    };

    private static string LinkageOf(BtfLinkage linkage) => linkage switch
    {
        BtfLinkage.Static => "static",
        BtfLinkage.Global => "global",
        _ => "extern",
    };

    private static string NameOr(string name) => name == "" ? Anonymous : name;
}
