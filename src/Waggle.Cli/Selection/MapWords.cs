using Waggle.Bpf.Maps;
using Waggle.Cli.Lifetime;
using Waggle.Linux.Inspection;
using Waggle.Linux.Maps;

namespace Waggle.Cli.Selection;

/// <summary>The words of a command about an element: the map, "key" and its words, "value" and its words, and how to write.</summary>
internal sealed record MapWords(IReadOnlyList<string> Map, IReadOnlyList<string> Key, IReadOnlyList<string> Value, UpdateMode Mode)
{
    private const string Hint = "As bpftool writes it: waggle map update id 5 key 1 0 0 0 value 7 0 0 0";

    /// <summary>Splits the words at "key" and "value"; a last "any", "noexist" or "exist" says how to write.</summary>
    public static MapWords Parse(IReadOnlyList<string> words, bool hasValue)
    {
        // A map may be called "key": the word that counts is the one behind the map.
        int key = words.Index().Where(w => w.Index is 1 or 2 && w.Item == "key").Select(w => w.Index).DefaultIfEmpty(-1).Max();
        if (key < 0 && hasValue) key = words.Count;
        if (key < 0) throw new UsageException("The key is missing.", "Write it behind the map: id 5 key 1");
        int value = words.Index().Where(w => w.Index > Math.Min(key, words.Count - 1) && w.Item == "value").Select(w => w.Index).DefaultIfEmpty(-1).First();
        if (!hasValue) return new MapWords([.. words.Take(key)], [.. words.Skip(key + 1)], [], UpdateMode.AddOrReplace);
        if (value < 0 || key == words.Count) throw new UsageException("Key or value is missing.", Hint);

        List<string> values = [.. words.Skip(value + 1)];
        UpdateMode? mode = values.Count > 1 ? ModeOf(values[^1]) : null;
        if (mode is not null) values.RemoveAt(values.Count - 1);
        return new MapWords([.. words.Take(key)], [.. words.Skip(key + 1).Take(value - key - 1)], values, mode ?? UpdateMode.AddOrReplace);
    }

    /// <summary>Opens the map that is meant.</summary>
    public KernelMap Open() => Open(Map);

    /// <summary>Opens the map that words mean.</summary>
    public static KernelMap Open(IReadOnlyList<string> words)
    {
        uint id = ObjectSelector.Single(ObjectSelector.Maps(words), "map");
        return KernelInventory.OpenMap(id) ?? throw ObjectSelector.NotThere("map", id);
    }

    private static UpdateMode? ModeOf(string word) => word switch
    {
        "any" => UpdateMode.AddOrReplace,
        "noexist" => UpdateMode.Add,
        "exist" => UpdateMode.Replace,
        _ => null,
    };
}
