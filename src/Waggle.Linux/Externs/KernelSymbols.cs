using System.Globalization;

namespace Waggle.Linux.Externs;

/// <summary>Addresses of the kernel's symbols, from /proc/kallsyms.</summary>
internal static class KernelSymbols
{
    public const string Path = "/proc/kallsyms";

    /// <summary>Looks symbols up, all in one pass.</summary>
    /// <param name="lines">Lines of the file: address, type, name, and the module in brackets.</param>
    /// <param name="wanted">Names.</param>
    /// <returns>Addresses of each that is there: several if symbols share a name; 0 where the kernel hides them.</returns>
    public static Dictionary<string, HashSet<ulong>> Find(IEnumerable<string> lines, IReadOnlySet<string> wanted)
    {
        Dictionary<string, HashSet<ulong>> found = new(StringComparer.Ordinal);
        var names = ((HashSet<string>)[.. wanted]).GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (string line in lines)
        {
            int afterAddress = line.IndexOf(' ', StringComparison.Ordinal);
            if (afterAddress < 0 || line.Length < afterAddress + 4) continue;
            ReadOnlySpan<char> name = line.AsSpan(afterAddress + 3);
            int end = name.IndexOfAny('\t', ' ');
            if (end >= 0) name = name[..end];
            // A compiler that optimizes across files renames static data: as libbpf, find it by the name in the source.
            if (line[afterAddress + 1] == 'd' && name.IndexOf(".llvm.") is var suffix and > 0) name = name[..suffix];
            if (!names.TryGetValue(name, out string? symbol)) continue;
            if (!ulong.TryParse(line.AsSpan(0, afterAddress), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong address)) continue;
            if (!found.TryGetValue(symbol, out HashSet<ulong>? addresses)) found.Add(symbol, addresses = []);
            addresses.Add(address);
        }
        return found;
    }
}
