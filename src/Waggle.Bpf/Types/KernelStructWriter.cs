using System.Globalization;

namespace Waggle.Bpf.Types;

/// <summary>Writes types of the kernel as the C# structs and enums by which programs name them: <c>[KernelType("task_struct")]</c>.</summary>
/// <remarks>Programs find the fields by name when they are loaded (CO-RE), so the text says nothing of offsets, leaves out whatever is not
/// asked for, and serves every kernel that has the fields. Structs are partial: one that is only pointed to is written without fields.</remarks>
public sealed class KernelStructWriter
{
    private const int MaxNesting = 16;

    private readonly Btf _types;
    private readonly TextWriter _output;
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal); // of the kernel's types that are mentioned, in C#
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal) { "Text16", "Text32", "Text64", "Text128", "Text256", "KernelPointer" };
    private readonly HashSet<string> _enums = new(StringComparer.Ordinal);
    private readonly Queue<Action> _pending = new();
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);

    private KernelStructWriter(Btf types, TextWriter output) => (_types, _output) = (types, output);

    /// <summary>Writes a file of C#.</summary>
    /// <param name="types">The kernel's types.</param>
    /// <param name="output">Where it goes.</param>
    /// <param name="requests">What is wanted.</param>
    /// <param name="space">The namespace; null for none.</param>
    /// <exception cref="UnknownNameException">A type or field that is wanted does not exist.</exception>
    /// <exception cref="BtfFormatException">The types break a rule of the format.</exception>
    public static void Write(Btf types, TextWriter output, IReadOnlyCollection<KernelStructRequest> requests, string? space = null)
    {
        ArgumentNullException.ThrowIfNull(types);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(requests);
        new KernelStructWriter(types, output).WriteFile(requests, space);
    }

    private void WriteFile(IReadOnlyCollection<KernelStructRequest> requests, string? space)
    {
        _output.Write("using System.Runtime.CompilerServices;\nusing Waggle.CSharp;\n\n");
        if (space is not null) _output.Write($"namespace {space};\n\n");
        _output.Write("#pragma warning disable CS0649, CA1051, CA1707, CA1708, CA1711, CA1720, CA1815, CA1823, CS1591, IDE0044, IDE0051, IDE1006 // the kernel's fields, the kernel's names\n");
        var found = requests.Select(r => (Request: r, Type: Find(r.Name))).ToArray();
        foreach ((KernelStructRequest request, BtfType type) in found)
        {
            NameOf(request.Name);
            if (type is BtfEnum) _enums.Add(request.Name);
        }

        foreach ((KernelStructRequest request, BtfType type) in found)
        {
            if (!_written.Add(request.Name)) continue;
            if (type is BtfEnum values) WriteEnum(request.Name, values);
            else WriteStruct(request.Name, (BtfComposite)type, request.Fields);
        }

        while (_pending.TryDequeue(out Action? write)) write();
    }

    private BtfType Find(string name)
    {
        IReadOnlyList<int> ids = _types.FindAll(name);
        foreach (int id in ids)
        {
            if (_types[_types.SkipModifiers(id)] is BtfComposite or BtfEnum) return _types[_types.SkipModifiers(id)];
        }

        throw new UnknownNameException(ids.Count == 0
            ? $"There is no type '{name}'.{Suggestion(name, StructNames())}"
            : $"'{name}' is neither a struct nor an enumeration.");
    }

    private IEnumerable<string> StructNames()
    {
        for (int id = 1; id < _types.Count; id++)
        {
            if (_types.KindOf(id) is BtfKind.Struct or BtfKind.Union or BtfKind.Enum or BtfKind.Enum64) yield return _types.NameOf(id);
        }
    }

    private static string Suggestion(string name, IEnumerable<string> names) =>
        CloseNames.Of(name, names, Math.Max(2, name.Length / 3)) is { IsEmpty: false } close ? $" Did you mean '{string.Join("' or '", close)}'?" : "";

    private void WriteEnum(string name, BtfEnum type)
    {
        string @base = (type.SizeInBytes, type.IsSigned) switch { (8, true) => "long", (8, _) => "ulong", (1, true) => "sbyte", (1, _) => "byte", (2, true) => "short", (2, _) => "ushort", (_, true) => "int", _ => "uint" };
        _output.Write($"\n/// <summary><c>enum {name}</c></summary>\n[KernelType(\"{name}\")]\npublic enum {NameOf(name)} : {@base}\n{{\n");
        foreach (BtfEnumValue value in type.Values)
        {
            string number = type.IsSigned ? value.Value.ToString(CultureInfo.InvariantCulture)
                : (type.SizeInBytes == 8 ? (ulong)value.Value : (uint)value.Value).ToString(CultureInfo.InvariantCulture);
            _output.Write($"    {Identifier(value.Name)} = {number},\n");
        }

        _output.Write("}\n");
    }

    private void WriteStruct(string name, BtfComposite type, IReadOnlyCollection<string> wanted)
    {
        List<BtfMember> members = [];
        Flatten(type, members, [], 0);
        foreach (string field in wanted)
        {
            if (!members.Exists(m => m.Name == field))
                throw new UnknownNameException($"struct {name} has no field '{field}'.{Suggestion(field, members.Select(m => m.Name))}");
        }

        string kind = type.IsUnion ? "union" : "struct";
        _output.Write($"\n/// <summary><c>{kind} {name}</c></summary>\n[KernelType(\"{name}\")]\npublic partial struct {NameOf(name)}\n{{\n");
        foreach (BtfMember member in members)
        {
            if (wanted.Count > 0 && !wanted.Contains(member.Name)) continue;
            string? text = TypeOf(member.TypeId, $"{NameOf(name)}{Pascal(member.Name)}", 0, out string remark);
            if (text is null) _output.Write($"    // {member.Name}: {remark}\n");
            else _output.Write($"    {(member.BitFieldSize > 0 ? "[BitField] " : "")}public {text} {Identifier(member.Name)};{(remark == "" ? "" : $" // {remark}")}\n");
        }

        _output.Write("}\n");
    }

    // Members of a struct without a name are found by CO-RE as if they were those of the struct around it.
    private void Flatten(BtfComposite type, List<BtfMember> members, HashSet<string> seen, int depth)
    {
        foreach (BtfMember member in type.Members)
        {
            if (member.Name != "")
            {
                if (seen.Add(member.Name)) members.Add(member);
            }
            else if (depth < MaxNesting && _types[_types.SkipModifiers(member.TypeId)] is BtfComposite inner)
            {
                Flatten(inner, members, seen, depth + 1);
            }
        }
    }

    /// <summary>The C# type of a field.</summary>
    /// <param name="id">Its type.</param>
    /// <param name="place">A name for a type that has none.</param>
    /// <param name="depth">How many arrays or pointers are around it.</param>
    /// <param name="remark">What the type does not say, or why there is none.</param>
    /// <returns>Null if C# has none for it.</returns>
    private string? TypeOf(int id, string place, int depth, out string remark)
    {
        remark = "";
        if (depth > MaxNesting) return null;
        string? typedef = TypedefOf(id);
        switch (_types[_types.SkipModifiers(id)])
        {
            case BtfInt { SizeInBytes: <= 8 } number:
                return NumberOf(number);
            case BtfEnum type:
                if (_enums.Contains(type.Name)) return NameOf(type.Name);
                remark = type.Name == "" ? "" : $"enum {type.Name}";
                return NumberOf(new BtfInt("", type.SizeInBytes, type.IsSigned ? BtfIntEncoding.Signed : BtfIntEncoding.None));
            case BtfPointer pointer:
                return $"KernelPointer<{TargetOf(pointer.TargetId, depth, ref remark)}>";
            case BtfArray { Count: > 0 } array:
                return ArrayOf(array, place, depth, out remark);
            case BtfArray:
                remark = "an array without a length";
                return null;
            case BtfComposite type:
                return StructOf(type, type.Name != "" ? type.Name : typedef, place);
            case BtfFloat:
                remark = "a floating-point number";
                return null;
            default:
                remark = "a type that C# does not have";
                return null;
        }
    }

    private string StructOf(BtfComposite type, string? name, string place)
    {
        if (type.Name != "")
        {
            Mention(type);
            return NameOf(type.Name);
        }

        string inner = name ?? place;
        string text = NameOf(inner);
        if (_written.Add(inner)) _pending.Enqueue(() => WriteStruct(inner, type, [])); // nobody could ask for it by name
        return text;
    }

    private string TargetOf(int id, int depth, ref string remark)
    {
        switch (id == 0 ? null : _types[_types.SkipModifiers(id)])
        {
            case BtfComposite { Name: not "" } type:
                Mention(type);
                return NameOf(type.Name);
            case BtfForward { Name: not "" } type:
                Mention(type);
                return NameOf(type.Name);
            case BtfInt { SizeInBytes: <= 8 } number:
                return NumberOf(number);
            case BtfPointer pointer when depth < MaxNesting:
                return $"KernelPointer<{TargetOf(pointer.TargetId, depth + 1, ref remark)}>";
            case BtfFunctionPrototype:
                remark = "of a function";
                return "byte";
            default:
                return "byte";
        }
    }

    private string? ArrayOf(BtfArray array, string place, int depth, out string remark)
    {
        if (TypeOf(array.ElementId, $"{place}Element", depth + 1, out remark) is not { } element) return null;
        bool isText = _types[_types.SkipModifiers(array.ElementId)] is BtfInt { SizeInBytes: 1, Name: "char" };
        if (isText && array.Count is 16 or 32 or 64 or 128 or 256) return $"Text{array.Count}";
        string name = Unique(place);
        _pending.Enqueue(() => _output.Write($"\n[InlineArray({array.Count})]\npublic struct {name}\n{{\n    private {element} _first;\n}}\n"));
        return name;
    }

    // A struct that nobody asked for is declared, so that pointers have a type; a part of it elsewhere can give it fields.
    private void Mention(BtfType type)
    {
        string kind = type is BtfComposite { IsUnion: true } or BtfForward { IsUnion: true } ? "union" : "struct";
        _pending.Enqueue(() =>
        {
            if (_written.Add(type.Name))
                _output.Write($"\n/// <summary><c>{kind} {type.Name}</c></summary>\n[KernelType(\"{type.Name}\")]\npublic partial struct {NameOf(type.Name)};\n");
        });
    }

    private string? TypedefOf(int id)
    {
        for (int i = 0; i < Btf.MaxDepth; i++)
        {
            switch (_types[id])
            {
                case BtfTypedef typedef: return typedef.Name;
                case BtfQualified qualified: id = qualified.TargetId; break;
                case BtfTypeTag tag: id = tag.TargetId; break;
                default: return null;
            }
        }

        return null;
    }

    private static string NumberOf(BtfInt number) => (number.SizeInBytes, number.Encoding.HasFlag(BtfIntEncoding.Signed)) switch
    {
        (1, _) when number.Encoding.HasFlag(BtfIntEncoding.Bool) => "bool",
        (1, _) when number.Name == "char" => "byte",
        (1, true) => "sbyte",
        (1, false) => "byte",
        (2, true) => "short",
        (2, false) => "ushort",
        (4, true) => "int",
        (4, false) => "uint",
        (_, true) => "long",
        _ => "ulong",
    };

    private string NameOf(string kernelName)
    {
        if (_names.TryGetValue(kernelName, out string? name)) return name;
        return _names[kernelName] = Unique(Pascal(kernelName));
    }

    private string Unique(string name)
    {
        string unique = name;
        for (int i = 2; !_taken.Add(unique); i++) unique = $"{name}{i}";
        return unique;
    }

    private static string Pascal(string name)
    {
        string joined = string.Concat(name.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(w => char.ToUpperInvariant(w[0]) + w[1..]));
        return joined == "" || !char.IsLetter(joined[0]) ? $"_{joined}" : joined;
    }

    private static string Identifier(string name) => CSharpKeywords.Contains(name) ? $"@{name}" : name;
}
