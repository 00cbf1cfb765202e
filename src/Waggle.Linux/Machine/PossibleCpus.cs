using System.Globalization;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Machine;

/// <summary>Number of CPUs that the kernel keeps per-CPU values for: those that could ever be plugged in.</summary>
/// <remarks>Differs from <see cref="Environment.ProcessorCount"/>, which counts those that this process may use now.</remarks>
public static class PossibleCpus
{
    private const string Path = "/sys/devices/system/cpu/possible";

    private static readonly Lazy<int> s_count = new(() => Parse(KernelFile.TryReadText(Path)
        ?? throw new InvalidDataException($"{Path} can't be read, so the size of a per-CPU value is unknown; mount sysfs at /sys.")));

    /// <summary>Number of possible CPUs. Fixed from boot to shutdown, so it is read once.</summary>
    /// <exception cref="InvalidDataException">sysfs is absent or holds something else.</exception>
    public static int Count => s_count.Value;

    /// <summary>Reads a CPU list such as "0-3,8"; the highest number counts, since values are indexed by CPU number.</summary>
    internal static int Parse(string list)
    {
        string last = list.Trim().Split(',', '-')[^1];
        return int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out int highest) && highest < 65_536
            ? highest + 1
            : throw new InvalidDataException($"{Path} should be a list of CPUs such as \"0-3\", and is \"{list.Trim()}\".");
    }
}
