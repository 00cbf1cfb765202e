using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Waggle.Architecture.Tests;

/// <summary>A room uses only the rooms before it, read from the references that the compiler wrote into its assembly.</summary>
public class RoomTests
{
    public static TheoryData<string> AllRooms => [.. Rooms.Names];

    [Theory, MemberData(nameof(AllRooms))]
    public void References_OfARoom_AreRoomsItMayUse(string room)
    {
        string[] used = [.. References(room).Where(r => r.StartsWith("Waggle.", StringComparison.OrdinalIgnoreCase))];

        Assert.Empty(used.Except(Rooms.MayUse[room]));
    }

    [Theory, MemberData(nameof(AllRooms))]
    public void References_OfALibrary_ArePartOfDotNet(string room)
    {
        if (!Rooms.WithoutPackages.Contains(room)) return;

        string[] foreign = [.. References(room).Where(r => !r.StartsWith("Waggle.", StringComparison.Ordinal) && !IsPartOfDotNet(r))];

        Assert.Empty(foreign);
    }

    [Fact]
    public void Rooms_OnDisk_AreAllListed()
    {
        string source = Path.Combine(Repository.Root, "src");

        IEnumerable<string> onDisk = Directory.GetDirectories(source).Select(Path.GetFileName).Order()!;

        Assert.Equal(Rooms.Names.Select(n => n == "waggle" ? "Waggle.Cli" : n).Order(), onDisk);
    }

    private static string[] References(string room)
    {
        using PEReader file = new(File.OpenRead(Rooms.PathOf(room)));
        MetadataReader metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(h => metadata.GetString(metadata.GetAssemblyReference(h).Name))];
    }

    private static bool IsPartOfDotNet(string assembly) =>
        File.Exists(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, assembly + ".dll"));
}
