using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace Waggle.Architecture.Tests;

/// <summary>Inside a room folders are namespaces, and no two folders use each other in a circle.</summary>
public class FolderTests
{
    public static TheoryData<string> AllRooms => [.. Rooms.Names];

    [Theory, MemberData(nameof(AllRooms))]
    public void Folders_OfARoom_HaveNoCircle(string room)
    {
        string? circle = FindCircle(FolderUses(room));

        Assert.True(circle is null, circle);
    }

    [Fact]
    public void FindCircle_TwoFoldersThatUseEachOther_NamesThem()
    {
        Dictionary<string, HashSet<string>> uses = new() { ["A"] = ["B"], ["B"] = ["C"], ["C"] = ["B"] };

        Assert.Equal("B -> C -> B", FindCircle(uses));
    }

    [Fact]
    public void FolderUses_OfTheVocabulary_SeesThatObjectsUseInstructions()
    {
        Assert.Contains("Waggle.Bpf.Instructions", FolderUses("Waggle.Bpf")["Waggle.Bpf.Objects"]);
    }

    private static Dictionary<string, HashSet<string>> FolderUses(string room)
    {
        var loaded = new ArchLoader().LoadAssemblies(System.Reflection.Assembly.LoadFrom(Rooms.PathOf(room))).Build();
        Dictionary<string, HashSet<string>> uses = [];
        foreach (IType type in loaded.Types)
        {
            if (type.Namespace?.FullName is not { } folder || !folder.StartsWith("Waggle.", StringComparison.Ordinal)) continue;
            HashSet<string> targets = uses.TryGetValue(folder, out HashSet<string>? known) ? known : uses[folder] = [];
            foreach (var dependency in type.Dependencies)
            {
                // Type parameters have no place of their own, and ArchUnitNET mixes up those of methods that are alike.
                if (dependency.Target is GenericParameter) continue;
                if (dependency.Target.Namespace?.FullName is not { } target || dependency.Target.Assembly?.Name != type.Assembly.Name) continue;
                if (target != folder) targets.Add(target);
            }
        }

        return uses;
    }

    /// <summary>Depth-first search; a folder met again on the way down closes a circle.</summary>
    private static string? FindCircle(Dictionary<string, HashSet<string>> uses)
    {
        HashSet<string> done = [];
        List<string> path = [];
        return uses.Keys.Order().Select(Visit).FirstOrDefault(circle => circle is not null);

        string? Visit(string folder)
        {
            int seen = path.IndexOf(folder);
            if (seen >= 0) return string.Join(" -> ", path[seen..].Append(folder));
            if (!uses.TryGetValue(folder, out HashSet<string>? targets) || !done.Add(folder)) return null;
            path.Add(folder);
            string? circle = targets.Order().Select(Visit).FirstOrDefault(found => found is not null);
            path.RemoveAt(path.Count - 1);
            return circle;
        }
    }
}
