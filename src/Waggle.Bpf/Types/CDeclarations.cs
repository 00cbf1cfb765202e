using System.Globalization;
using System.Text;

namespace Waggle.Bpf.Types;

/// <summary>Writes types as C declares them.</summary>
/// <remarks>C reads a declaration from its name outwards, so the text grows around the name: a pointer to its left, an array or a
/// list of parameters to its right.</remarks>
internal sealed class CDeclarations(Btf types, CNames names, CLayouts layouts)
{
    private const int MaxNesting = 32;

    // An anonymous type is written wherever it is used; with types inside types that would grow beyond all bounds.
    private int _expansionsLeft = types.Count * 4 + 1000;

    /// <summary>A declaration of something of a type, without the semicolon.</summary>
    /// <param name="id">The type.</param>
    /// <param name="name">What is declared; "" for a member or parameter without a name.</param>
    /// <param name="indent">Steps of indentation, for bodies that are written inside.</param>
    public string Declare(int id, string name, int indent = 0)
    {
        string inner = name, qualifiers = "";
        bool isPointer = false; // whether the outermost part of the text so far is a pointer
        for (int depth = 0; depth <= Btf.MaxDepth * 2; depth++)
        {
            switch (types[id])
            {
                case BtfPointer pointer:
                    inner = Join($"*{qualifiers.TrimEnd()}", inner);
                    (qualifiers, isPointer, id) = ("", true, pointer.TargetId);
                    break;
                case BtfArray array:
                    inner = string.Create(CultureInfo.InvariantCulture, $"{(isPointer ? $"({inner})" : inner)}[{array.Count}]");
                    (isPointer, id) = (false, array.ElementId); // qualifiers of an array are its elements'
                    break;
                case BtfFunctionPrototype prototype:
                    inner = $"{(isPointer ? $"({inner})" : inner)}({Parameters(prototype, indent)})";
                    (qualifiers, isPointer, id) = ("", false, prototype.ReturnId); // GCC marks functions that don't return as volatile
                    break;
                case BtfQualified qualified:
                    if (qualified.Qualifier != BtfQualifier.Restrict || types[types.SkipModifiers(qualified.TargetId)] is BtfPointer)
                        qualifiers = AddQualifier(qualifiers, qualified.Qualifier);
                    id = qualified.TargetId;
                    break;
                case BtfTypeTag tag:
                    qualifiers += tag.IsAttribute ? $"__attribute__(({tag.Name})) " : $"__attribute__((btf_type_tag(\"{Escape(tag.Name)}\"))) ";
                    id = tag.TargetId;
                    break;
                case { } type:
                    return Join($"{qualifiers}{Name(id, type, indent)}", inner);
            }
        }
        throw new BtfFormatException($"BTF type {id} is more than {Btf.MaxDepth * 2} steps from the one declared: the types form a circle.", 0);
    }

    /// <summary>A struct or union with its members, without the semicolon.</summary>
    public string Define(int id, BtfComposite composite, int indent = 0)
    {
        if (indent > MaxNesting)
            throw new BtfFormatException($"BTF type {id} is nested more than {MaxNesting} deep in types without a name.", 0);
        CLayout layout = layouts.Of(id, composite);
        var text = new StringBuilder(composite.IsUnion ? "union" : "struct");
        if (composite.Name != "")
            text.Append(' ').Append(names.OfTag(id));
        text.Append(" {");
        for (int i = 0; i < composite.Members.Length; i++)
        {
            BtfMember member = composite.Members[i];
            if (!layout.Gaps.IsEmpty)
                AppendGap(text, layout.Gaps[i], indent + 1);
            AppendLine(text, indent + 1).Append(Declare(member.TypeId, member.Name == "" ? "" : CNames.Identifier(member.Name), indent + 1));
            if (member.BitFieldSize != 0)
                text.Append(CultureInfo.InvariantCulture, $" : {member.BitFieldSize}");
            text.Append(';');
        }
        if (!layout.Gaps.IsEmpty)
            AppendGap(text, layout.Gaps[^1], indent + 1);
        AppendLine(text, indent).Append('}');
        if (layout.IsPacked)
            text.Append(" __attribute__((packed))");
        if (layout.ForcedAlignment != 0)
            text.Append(CultureInfo.InvariantCulture, $" __attribute__((aligned({layout.ForcedAlignment})))");
        return text.ToString();
    }

    /// <summary>An enumeration with its values, without the semicolon.</summary>
    public string Define(int id, BtfEnum values, int indent = 0)
    {
        var text = new StringBuilder("enum");
        if (values.Name != "")
            text.Append(' ').Append(names.OfTag(id));
        if (values.Values.IsEmpty)
            return text.ToString();
        text.Append(" {");
        bool isWide = false;
        foreach (BtfEnumValue value in values.Values)
        {
            AppendLine(text, indent + 1).Append(names.OfEnumerator(value.Name)).Append(" = ").Append(Number(values, value.Value)).Append(',');
            isWide |= values.IsSigned ? value.Value != (int)value.Value : (ulong)value.Value > uint.MaxValue;
        }
        AppendLine(text, indent).Append('}');
        return text.Append(values.SizeInBytes switch
        {
            1 => " __attribute__((mode(QI)))",
            2 => " __attribute__((mode(HI)))",
            8 when !isWide => " __attribute__((mode(DI)))",
            _ => "",
        }).ToString();
    }

    private string Name(int id, BtfType type, int indent)
    {
        switch (type)
        {
            case BtfVoid:
                return "void";
            case BtfTypedef:
                return names.OfTypedef(id);
            case BtfInt or BtfFloat:
                return CNames.IsBasic(type.Name) ? type.Name : names.OfTypedef(id);
            case BtfForward forward:
                return Tag(names.DefinitionOf(id, forward), forward.IsUnion ? "union" : "struct");
            case BtfComposite { Name: not "" } composite:
                return Tag(id, composite.IsUnion ? "union" : "struct");
            case BtfEnum { Name: not "" }:
                return Tag(id, "enum");
            case BtfComposite composite when --_expansionsLeft > 0:
                return Define(id, composite, indent);
            case BtfEnum values when --_expansionsLeft > 0:
                return Define(id, values, indent);
            case BtfComposite or BtfEnum:
                throw new BtfFormatException($"BTF type {id}: types without a name stand in each other too often to be written out.", 0);
            default:
                throw new BtfFormatException($"BTF type {id} ({type.GetType().Name} '{type.Name}') is no type that something in C can have.", 0);
        }
    }

    private string Tag(int id, string keyword) => $"{keyword} {names.OfTag(id)}";

    private string Parameters(BtfFunctionPrototype prototype, int indent)
    {
        if (prototype.Parameters.IsEmpty)
            return "void";
        bool isVariadic = prototype.Parameters[^1] is { Name: "", TypeId: 0 };
        if (isVariadic && prototype.Parameters.Length == 1)
            return "";
        return string.Join(", ", prototype.Parameters.Select((p, i) => isVariadic && i == prototype.Parameters.Length - 1 ? "..." : Declare(p.TypeId, "", indent)));
    }

    private static string AddQualifier(string qualifiers, BtfQualifier qualifier)
    {
        string word = qualifier switch { BtfQualifier.Const => "const ", BtfQualifier.Volatile => "volatile ", _ => "restrict " };
        return qualifiers.Contains(word, StringComparison.Ordinal) ? qualifiers : qualifiers + word;
    }

    // Qualifiers of a pointer stand behind its star: "*const name".
    private static string Join(string left, string right) =>
        right == "" ? left : left is "*" || right[0] == '[' ? left + right : $"{left} {right}";

    private static string Number(BtfEnum values, long value) => values switch
    {
        { Is64Bit: false } => value.ToString(CultureInfo.InvariantCulture),
        { IsSigned: true } when value == long.MinValue => "-9223372036854775807LL - 1", // the number itself has no place in a long long
        { IsSigned: true } => string.Create(CultureInfo.InvariantCulture, $"{value}LL"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(ulong)value}ULL"),
    };

    private static string Escape(string text) => string.Concat(text.Select(c => c is '"' or '\\' ? $"\\{c}" : c < ' ' ? "?" : c.ToString()));

    // Unnamed bit-fields, each at a place that is aligned for its type, so that none moves.
    private static void AppendGap(StringBuilder text, CGap gap, int indent)
    {
        for (ulong at = gap.From; at < gap.To;)
        {
            ulong left = gap.To - at;
            (string type, ulong bits) = (at % 64, at % 32, at % 16, at % 8) switch
            {
                (0, _, _, _) when left >= 64 => ("long long", 64ul),
                (_, 0, _, _) when left >= 32 => ("int", 32ul),
                (_, _, 0, _) when left >= 16 => ("short", 16ul),
                _ => ("char", Math.Min(left, 8 - at % 8)),
            };
            AppendLine(text, indent).Append(CultureInfo.InvariantCulture, $"{type} : {bits};");
            at += bits;
        }
    }

    private static StringBuilder AppendLine(StringBuilder text, int indent) => text.Append('\n').Append('\t', indent);
}
