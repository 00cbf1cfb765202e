using System.Globalization;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Links;

/// <summary>The CPUs that run now.</summary>
internal static class OnlineCpus
{
    private const string Path = "/sys/devices/system/cpu/online";
    private const int MostCpus = 65_536;

    public static IReadOnlyList<int> Read() => Parse(KernelFile.TryReadText(Path) ?? "0");

    /// <summary>Reads a CPU list such as "0-3,8".</summary>
    /// <exception cref="InvalidDataException">That is none.</exception>
    internal static IReadOnlyList<int> Parse(string list)
    {
        var cpus = new List<int>();
        foreach (string range in list.Trim().Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] ends = range.Split('-');
            if (!int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first)
                || !int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int last) || last >= MostCpus || first > last)
                throw new InvalidDataException($"{Path} should be a list of CPUs such as \"0-3\", and is \"{list.Trim()}\".");
            cpus.AddRange(Enumerable.Range(first, last - first + 1));
        }
        return cpus;
    }
}
