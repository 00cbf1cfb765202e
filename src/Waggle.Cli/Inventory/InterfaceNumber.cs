using System.Globalization;

namespace Waggle.Cli.Inventory;

/// <summary>Names and numbers of network interfaces, from /sys/class/net.</summary>
internal static class InterfaceNumber
{
    private const string Folder = "/sys/class/net";

    /// <summary>The number of an interface; 0 if there is none of this name.</summary>
    public static int Of(string name)
    {
        string file = Path.Combine(Folder, Path.GetFileName(name), "ifindex");
        return File.Exists(file) && int.TryParse(File.ReadAllText(file), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int number) ? number : 0;
    }

    /// <summary>The name of a number, such as "eth0"; null if it is in another network namespace, or gone.</summary>
    public static string? NameOf(uint number) =>
        Directory.Exists(Folder) ? Directory.EnumerateFileSystemEntries(Folder).Select(path => Path.GetFileName(path)!).FirstOrDefault(name => Of(name) == number) : null;
}
