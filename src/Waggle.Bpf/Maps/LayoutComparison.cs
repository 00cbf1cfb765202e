using Waggle.Bpf.Types;

namespace Waggle.Bpf.Maps;

/// <summary>Compares a C# type with a type that BTF describes: of a map, a global variable, a program's context.</summary>
/// <remarks>Bytes go with everything: a byte array may stand for a struct, and a struct for an array of char. Signs are not compared:
/// <c>int</c> for <c>__u32</c> is a matter of taste. Thread-safe.</remarks>
public static class LayoutComparison
{
    /// <summary>Finds the first difference.</summary>
    /// <param name="managed">The C# type.</param>
    /// <param name="types">The types of the object.</param>
    /// <param name="typeId">The type among them; 0 if nothing is known of it.</param>
    /// <returns>The difference, as the end of a sentence; null if there is none, or nothing is known.</returns>
    public static string? Find(Type managed, Btf types, int typeId)
    {
        ArgumentNullException.ThrowIfNull(managed);
        ArgumentNullException.ThrowIfNull(types);
        if (typeId == 0 || TypedLayout.TryRead(types, typeId) is not { } theirs) return null;
        IReadOnlyList<LayoutField> ours = ManagedLayout.Of(managed);
        string theirName = NameOf(types, typeId);
        return FindMoved(managed, ours, theirs, theirName) ?? theirs.Select(field => FindAt(managed, ours, field, theirName)).FirstOrDefault(d => d is not null);
    }

    // The same name at another place: two fields in the wrong order would otherwise go unnoticed where their sizes are equal.
    private static string? FindMoved(Type managed, IReadOnlyList<LayoutField> ours, IReadOnlyList<LayoutField> theirs, string theirName)
    {
        ILookup<string, LayoutField> places = theirs.Where(f => f.Path.Length > 0).ToLookup(f => f.CommonPath);
        foreach (LayoutField field in ours)
        {
            LayoutField[] namesakes = [.. places[field.CommonPath]];
            if (namesakes.Length > 0 && namesakes.All(other => other.Offset != field.Offset))
                return $"field '{field.Path}' of {managed.Name} is at byte {field.Offset} ({field.TypeName}), and '{namesakes[0].Path}' of {theirName} "
                    + $"at byte {namesakes[0].Offset} ({namesakes[0].TypeName})";
        }
        return null;
    }

    private static string? FindAt(Type managed, IReadOnlyList<LayoutField> ours, LayoutField theirs, string theirName)
    {
        if (theirs.Kind == FieldMeaning.Opaque || theirs.Size == 1) return null;
        LayoutField[] there = [.. ours.Where(f => f.Offset < theirs.End && theirs.Offset < f.End)];
        if (there.Length > 0 && there.All(f => f.Kind == FieldMeaning.Opaque || f.Size == 1)) return null;
        if (there is [var one] && (one.Offset, one.Size, one.Kind) == (theirs.Offset, theirs.Size, theirs.Kind)) return null;

        string place = theirs.Path.Length == 0 ? $"{theirName} is {Describe(theirs)}" : $"field '{theirs.Path}' of {theirName} is {Describe(theirs)}";
        return there.Length == 0
            ? $"{place}, and {managed.Name} has nothing there"
            : $"{place}, and {managed.Name} has {string.Join(" and ", there.Select(f => f.Path.Length == 0 ? Describe(f) : $"'{f.Path}', {Describe(f)}"))} there";
    }

    private static string Describe(LayoutField field) => $"{field.TypeName} of {field.Size} bytes at byte {field.Offset}";

    private static string NameOf(Btf types, int id)
    {
        BtfType named = types[id].Name.Length > 0 ? types[id] : types[types.SkipModifiers(id)];
        return named switch
        {
            BtfComposite { IsUnion: false } => $"struct {named.Name}".TrimEnd(),
            BtfEnum => $"enum {named.Name}".TrimEnd(),
            _ => named.Name.Length > 0 ? named.Name : "the program's type",
        };
    }
}
