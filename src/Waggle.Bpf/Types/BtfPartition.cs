using System.Runtime.InteropServices;

namespace Waggle.Bpf.Types;

/// <summary>Divides types into classes of which the members are the same in all that can be told of them, also through circles.</summary>
/// <remarks>Partition refinement: types that look alike start in one class; a class splits while its members refer to different
/// classes. What remains together can't be told apart by any path (bisimulation). Of a class that splits the largest part keeps its
/// number, so that a type is looked at again at most about log n times.</remarks>
internal sealed class BtfPartition
{
    private readonly int[][] _references; // by id
    private readonly int[] _classes; // by id
    private readonly List<List<int>> _members = []; // by class

    /// <param name="references">For each type the ids that it refers to, in order.</param>
    /// <param name="looks">For each type a number that is the same for types that look alike.</param>
    public BtfPartition(int[][] references, int[] looks)
    {
        (_references, _classes) = (references, new int[looks.Length]);
        var first = new Dictionary<int, int>();
        for (int id = 0; id < looks.Length; id++)
        {
            if (!first.TryGetValue(looks[id], out int number))
            {
                first.Add(looks[id], number = _members.Count);
                _members.Add([]);
            }
            _classes[id] = number;
            _members[number].Add(id);
        }
        Refine();
    }

    /// <summary>The class of a type.</summary>
    public int ClassOf(int id) => _classes[id];

    /// <summary>The lowest id of a type's class.</summary>
    public int FirstLike(int id) => _members[_classes[id]][0];

    private void Refine()
    {
        List<int>[] referrers = FindReferrers();
        List<int> dirty = [.. Enumerable.Range(0, _classes.Length)];
        while (dirty.Count > 0)
        {
            var changed = new List<int>();
            foreach (IGrouping<int, int> ofOneClass in dirty.GroupBy(id => _classes[id]).ToList())
                Split(ofOneClass.Key, [.. ofOneClass], changed);
            dirty = [.. changed.SelectMany(id => referrers[id]).Distinct()];
        }
        foreach (List<int> members in _members)
            members.Sort();
    }

    // Members that are not dirty refer to what they referred to before, and so still to the same classes, all of them.
    private void Split(int number, List<int> dirty, List<int> changed)
    {
        List<List<int>> parts = [.. dirty.GroupBy(Signature, StringComparer.Ordinal).Select(g => g.ToList())];
        if (_members[number].Count > dirty.Count)
        {
            var isDirty = dirty.ToHashSet();
            parts.Add([.. _members[number].Where(id => !isDirty.Contains(id))]);
        }
        if (parts.Count == 1)
            return;
        List<int> largest = parts.MaxBy(p => p.Count)!;
        foreach (List<int> part in parts.Where(p => p != largest))
        {
            foreach (int id in part)
                _classes[id] = _members.Count;
            _members.Add(part);
            changed.AddRange(part);
        }
        _members[number] = largest;
    }

    // The classes that a type refers to, as a key for grouping: two characters each.
    private string Signature(int id)
    {
        int[] references = _references[id];
        return string.Create(references.Length * 2, (references, _classes), static (text, state) =>
        {
            Span<int> numbers = MemoryMarshal.Cast<char, int>(text);
            for (int i = 0; i < numbers.Length; i++)
                numbers[i] = state._classes[state.references[i]];
        });
    }

    private List<int>[] FindReferrers()
    {
        var referrers = new List<int>[_classes.Length];
        for (int id = 0; id < referrers.Length; id++)
            referrers[id] = [];
        for (int id = 0; id < referrers.Length; id++)
        {
            foreach (int target in _references[id])
                referrers[target].Add(id);
        }
        return referrers;
    }
}
