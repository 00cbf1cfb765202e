namespace Waggle.Bpf.Types;

/// <summary>Finds which types of a collection are the same, such as those of several objects that include one header.</summary>
/// <remarks>Declarations (<c>struct x;</c>) become the definition of their name where all definitions of it turn out to be one type. So
/// does libbpf's <c>btf__dedup</c>, and the results have equal numbers of types; its way there is another one. Variables and data sections are
/// never the same as others.</remarks>
internal sealed class BtfDeduplication
{
    private readonly BtfType[] _types;
    private readonly int[] _looks;
    private readonly Dictionary<(string Name, char Kind), List<int>> _definitions = [];

    private BtfDeduplication(BtfType[] types)
    {
        _types = types;
        _looks = FindLooks(types);
        for (int id = 0; id < types.Length; id++)
        {
            if (!IsDeclaration(types[id]) && TagOf(types[id]) is { } tag)
                (_definitions.TryGetValue(tag, out List<int>? ids) ? ids : _definitions[tag] = []).Add(id);
        }
    }

    /// <summary>For each type the id of the one that stands for it: the first that is the same.</summary>
    public static int[] Run(BtfType[] types)
    {
        var work = new BtfDeduplication(types);
        // Names of which all definitions may be the same, going by what they say themselves. A name drops out when they turn out to
        // refer to different types in the end; then its declarations stay declarations, which may tell further types apart.
        HashSet<(string, char)> single = work.FindSingleNames();
        while (true)
        {
            int[] resolved = work.ResolveDeclarations(single);
            var partition = new BtfPartition(work.ReferencesThrough(resolved), work._looks);
            if (single.RemoveWhere(tag => work._definitions[tag].Select(partition.ClassOf).Distinct().Skip(1).Any()) == 0)
                return [.. resolved.Select(partition.FirstLike)];
        }
    }

    // One number for all types that differ in nothing but the ids that they refer to.
    private static int[] FindLooks(BtfType[] types)
    {
        var numbers = new Dictionary<BtfType, int>();
        var looks = new int[types.Length];
        for (int id = 0; id < types.Length; id++)
        {
            if (types[id] is BtfVariable or BtfDataSection)
            {
                looks[id] = -1 - id;
                continue;
            }
            BtfType look = BtfReferences.Map(types[id], static _ => 0);
            if (!numbers.TryGetValue(look, out looks[id]))
                numbers.Add(look, looks[id] = numbers.Count);
        }
        return looks;
    }

    private HashSet<(string, char)> FindSingleNames()
    {
        // Every tag taken for its name alone: definitions that still differ are different whatever the others are.
        var tags = new Dictionary<(string, char), int>();
        int[] byName = new int[_types.Length];
        for (int id = 0; id < byName.Length; id++)
            byName[id] = TagOf(_types[id]) is { } tag ? FirstOf(tags, tag, id) : id;
        var partition = new BtfPartition(
            [.. Enumerable.Range(0, _types.Length).Select(id => References(id, byName))],
            [.. Enumerable.Range(0, _types.Length).Select(id => byName[id] == id && TagOf(_types[id]) is not null ? int.MinValue + id : _looks[id])]);
        // What names stand for has to be compared by looks and by references, which the stand-ins themselves have been taken out of.
        return [.. _definitions.Where(d => d.Value.Select(Shape).Distinct(StringComparer.Ordinal).Count() == 1).Select(d => d.Key)];

        string Shape(int id) => $"{_looks[id]}:{string.Join(',', References(id, byName).Select(partition.ClassOf))}";

        static int FirstOf(Dictionary<(string, char), int> tags, (string, char) tag, int id) => tags.TryAdd(tag, id) ? id : tags[tag];
    }

    private int[] ResolveDeclarations(HashSet<(string, char)> single)
    {
        int[] resolved = [.. Enumerable.Range(0, _types.Length)];
        for (int id = 0; id < resolved.Length; id++)
        {
            if (IsDeclaration(_types[id]) && TagOf(_types[id]) is { } tag && single.Contains(tag))
                resolved[id] = _definitions[tag][0];
        }
        return resolved;
    }

    private int[][] ReferencesThrough(int[] resolved) => [.. Enumerable.Range(0, _types.Length).Select(id => References(id, resolved))];

    private int[] References(int id, int[] map) => [.. BtfReferences.Of(_types[id]).Select(target => map[target])];

    // An enumeration without values is what C makes of "enum x *".
    private static bool IsDeclaration(BtfType type) => type is BtfForward or BtfEnum { Values.IsEmpty: true };

    private static (string, char)? TagOf(BtfType type) => type switch
    {
        { Name: "" } => null,
        BtfComposite composite => (composite.Name, composite.IsUnion ? 'u' : 's'),
        BtfForward forward => (forward.Name, forward.IsUnion ? 'u' : 's'),
        BtfEnum values => (values.Name, 'e'),
        _ => null,
    };
}
