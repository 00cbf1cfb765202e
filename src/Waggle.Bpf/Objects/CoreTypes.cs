using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>BTF with the types that were decoded kept: relocations ask for the same few again and again.</summary>
internal sealed class CoreTypes(Btf types)
{
    private readonly Dictionary<int, BtfType> _decoded = [];

    public Btf Btf => types;

    public BtfType this[int id]
    {
        get
        {
            if (!_decoded.TryGetValue(id, out BtfType? type))
                _decoded.Add(id, type = types[id]);
            return type;
        }
    }

    public int SkipModifiers(int id) => types.SkipModifiers(id);

    /// <summary>The type of an array's elements, all dimensions taken off; the type itself if it is no array.</summary>
    public int ElementOf(int id)
    {
        for (int depth = 0; depth <= Btf.MaxDepth && this[id] is BtfArray array; depth++)
            id = SkipModifiers(array.ElementId);
        return id;
    }

    /// <summary>A type as C writes it.</summary>
    public string Describe(int id, int depth = 0)
    {
        if (depth > Btf.MaxDepth)
            return "...";
        return this[id] switch
        {
            BtfVoid => "void",
            BtfComposite composite => $"{(composite.IsUnion ? "union" : "struct")} {NameOr(composite.Name)}",
            BtfEnum values => $"enum {NameOr(values.Name)}",
            BtfForward forward => $"{(forward.IsUnion ? "union" : "struct")} {forward.Name}",
            BtfPointer pointer => $"{Describe(pointer.TargetId, depth + 1)} *",
            BtfArray array => $"{Describe(array.ElementId, depth + 1)}[{array.Count}]",
            BtfQualified qualified => Describe(qualified.TargetId, depth + 1),
            BtfTypeTag tag => Describe(tag.TargetId, depth + 1),
            BtfFunctionPrototype => "function",
            { } type => type.Name,
        };

        static string NameOr(string name) => name == "" ? "(anonymous)" : name;
    }
}
