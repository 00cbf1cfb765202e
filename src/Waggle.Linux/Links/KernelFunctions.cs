using System.Globalization;
using System.IO.Enumeration;
using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;

namespace Waggle.Linux.Links;

/// <summary>Functions of the running kernel that can be probed, and where they are.</summary>
internal static class KernelFunctions
{
    private const string Symbols = "/proc/kallsyms";

    /// <summary>Addresses of the functions whose names a pattern with '*' and '?' takes and that ftrace can stop at.</summary>
    /// <exception cref="BpfAttachException">There is none.</exception>
    /// <exception cref="BpfPermissionException">The kernel hides its addresses, or the process may not read tracefs.</exception>
    public static ulong[] FindAddresses(string pattern, TraceFs traceFs)
    {
        HashSet<string> names = [.. traceFs.ListFunctions().Where(name => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false))];
        if (names.Count == 0)
            throw new BpfAttachException("attach a program", $"kernel functions like '{pattern}'", Errno.NoEntry,
                "The kernel has no function of such a name that can be probed (available_filter_functions of tracefs).");
        var addresses = new List<ulong>();
        foreach ((string name, ulong address) in ReadSymbols())
        {
            if (!names.Contains(name)) continue;
            if (address == 0)
                throw new BpfPermissionException("read the addresses of kernel functions", Symbols, Errno.None,
                    "The kernel hides them (kernel.kptr_restrict): name the functions instead of a pattern.");
            addresses.Add(address);
        }
        return [.. addresses];
    }

    /// <summary>Functions of the kernel and its modules: name and address, which is 0 where the kernel hides it.</summary>
    public static IEnumerable<(string Name, ulong Address)> ReadSymbols()
    {
        foreach (string line in File.ReadLines(Symbols))
        {
            // "ffffffff81000000 T _stext", with "\t[module]" behind names of modules
            string[] parts = line.Split([' ', '\t'], 4);
            if (parts.Length >= 3 && parts[1] is "T" or "t" or "W" or "w"
                && ulong.TryParse(parts[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong address))
                yield return (parts[2], address);
        }
    }
}
