using System.Collections.Immutable;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>Names of a kernel's types that look like one that it does not have.</summary>
internal static class CoreCloseNames
{
    /// <summary>Members of a struct, its anonymous members' too, or enumerators.</summary>
    public static ImmutableArray<string> OfMembers(CoreTypes kernel, int id, string name) => CloseNames.Of(
        name, kernel[id] is BtfEnum values ? values.Values.Select(v => v.Name) : MemberNames(kernel, id, []), Math.Max(2, name.Length / 2));

    /// <summary>Types of the same kind.</summary>
    public static ImmutableArray<string> OfTypes(CoreTypes kernel, BtfType type) => CloseNames.Of(
        type.Name, TypeNames(kernel.Btf, type), Math.Clamp(type.Name.Length / 4, 1, 3));

    private static IEnumerable<string> MemberNames(CoreTypes kernel, int id, HashSet<int> seen)
    {
        if (kernel[id] is not BtfComposite composite || seen.Count > Btf.MaxDepth || !seen.Add(id))
            return [];
        return composite.Members.SelectMany(m => m.Name != "" ? [m.Name] : MemberNames(kernel, kernel.SkipModifiers(m.TypeId), seen));
    }

    private static IEnumerable<string> TypeNames(Btf kernel, BtfType type)
    {
        for (int id = 1; id < kernel.Count; id++)
        {
            if (MayBe(kernel.KindOf(id), type) && kernel.NameOffset(id) != 0)
                yield return kernel.NameOf(id);
        }
    }

    private static bool MayBe(BtfKind kind, BtfType type) => type switch
    {
        BtfComposite { IsUnion: false } => kind == BtfKind.Struct,
        BtfComposite => kind == BtfKind.Union,
        BtfEnum => kind is BtfKind.Enum or BtfKind.Enum64,
        BtfTypedef => kind == BtfKind.Typedef,
        _ => false,
    };
}
