using System.Collections.Immutable;

namespace Waggle.Bpf.Types;

/// <summary>Names with a flavour: <c>task_struct___old</c> is another view of <c>task_struct</c>.</summary>
/// <remarks>The rule is that of <c>bpf_core_essential_name_len</c>, tools/lib/bpf/libbpf.c.</remarks>
internal static class BtfFlavours
{
    private static ReadOnlySpan<byte> Separator => "___"u8;

    /// <summary>The name without its flavour: up to the last three underscores that stand alone between other characters.</summary>
    public static string EssentialName(string name)
    {
        for (int i = name.Length - 5; i >= 0; i--)
        {
            if (name[i] != '_' && name[i + 1] == '_' && name[i + 2] == '_' && name[i + 3] == '_' && name[i + 4] != '_')
                return name[..(i + 1)];
        }
        return name;
    }

    /// <summary>Ids of the own types whose names have three underscores in a row: few, of which fewer still have a flavour.</summary>
    public static ImmutableArray<int> Find(Btf types)
    {
        ReadOnlySpan<byte> strings = types.Strings;
        var hits = new List<int>();
        for (int at = strings.IndexOf(Separator); at >= 0;)
        {
            hits.Add(at);
            int next = strings[(at + 1)..].IndexOf(Separator);
            at = next < 0 ? -1 : at + 1 + next;
        }

        int stringsBefore = types.StringsLength - strings.Length;
        var found = ImmutableArray.CreateBuilder<int>();
        if (hits.Count == 0 && stringsBefore == 0)
            return [];
        for (int id = types.FirstOwnId; id < types.Count; id++)
        {
            int name = types.NameOffset(id);
            if (name < stringsBefore ? HasSeparator(types.StringsFrom(name)) : HasHit(strings, hits, name - stringsBefore))
                found.Add(id);
        }
        return found.ToImmutable();
    }

    private static bool HasSeparator(ReadOnlySpan<byte> text) => text[..text.IndexOf((byte)0)].IndexOf(Separator) >= 0;

    // Whether the first hit behind a name's start comes before the name's end.
    private static bool HasHit(ReadOnlySpan<byte> strings, List<int> hits, int name)
    {
        int index = hits.BinarySearch(name);
        index = index < 0 ? ~index : index;
        return index < hits.Count && strings[name..hits[index]].IndexOf((byte)0) < 0;
    }
}
