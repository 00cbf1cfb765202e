using System.Collections.Immutable;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>Names of a kernel's types that look like one that it does not have.</summary>
internal static class CoreCloseNames
{
    private const int MaxSuggestions = 3;

    /// <summary>Members of a struct, its anonymous members' too, or enumerators.</summary>
    public static ImmutableArray<string> OfMembers(CoreTypes kernel, int id, string name) => Closest(
        name, kernel[id] is BtfEnum values ? values.Values.Select(v => v.Name) : MemberNames(kernel, id, []), Math.Max(2, name.Length / 2));

    /// <summary>Types of the same kind.</summary>
    public static ImmutableArray<string> OfTypes(CoreTypes kernel, BtfType type) => Closest(
        type.Name, TypeNames(kernel.Btf, type), Math.Clamp(type.Name.Length / 4, 1, 3));

    private static ImmutableArray<string> Closest(string name, IEnumerable<string> names, int maxDistance) =>
    [
        .. names.Distinct(StringComparer.Ordinal)
            .Where(n => Math.Abs(n.Length - name.Length) <= maxDistance)
            .Select(n => (Name: n, Distance: EditDistance(name, n)))
            .Where(n => n.Distance <= maxDistance)
            .OrderBy(n => n.Distance).ThenBy(n => n.Name, StringComparer.Ordinal)
            .Take(MaxSuggestions)
            .Select(n => n.Name),
    ];

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

    // Levenshtein's distance, row by row; long names are cut, for they are not typing errors of each other beyond that.
    private static int EditDistance(string a, string b)
    {
        const int MaxLength = 64;
        (a, b) = (a[..Math.Min(a.Length, MaxLength)], b[..Math.Min(b.Length, MaxLength)]);
        Span<int> row = stackalloc int[MaxLength + 1];
        for (int j = 0; j <= b.Length; j++)
            row[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }
        return row[b.Length];
    }
}
