using System.Globalization;

namespace Waggle.Linux.Inspection;

/// <summary>Names of kernel functions by address, from /proc/kallsyms; knows nothing where kernel.kptr_restrict hides addresses.</summary>
/// <remarks>Immutable and thread-safe once read.</remarks>
public sealed class KernelSymbols
{
    // Helpers are called relative to this function (__bpf_call_base in kernel/bpf/core.c).
    private const string CallBase = "__bpf_call_base";

    private readonly Dictionary<ulong, string> _names = [];

    private readonly Lazy<ulong[]> _starts;

    private KernelSymbols(IEnumerable<string> lines)
    {
        _starts = new(() => [.. _names.Keys.Order()]);
        foreach (string line in lines)
        {
            // ffffffff81000000 T _text    or, with a tab and the module: ffffffffc0000000 t name	[module]
            string[] fields = line.Split([' ', '\t'], 4);
            if (fields.Length < 3 || !ulong.TryParse(fields[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong address) || address == 0)
                continue;
            if (fields[2] == CallBase) HelperBase = address;
            _names.TryAdd(address, fields[2]);
        }
    }

    /// <summary>Whether addresses are known at all.</summary>
    public bool AreKnown => _names.Count > 0;

    internal ulong HelperBase { get; }

    /// <summary>Reads them; some tens of milliseconds.</summary>
    public static KernelSymbols Read()
    {
        try
        {
            return new KernelSymbols(File.ReadLines("/proc/kallsyms"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new KernelSymbols([]);
        }
    }

    /// <summary>The function that starts at an address; null if none is known.</summary>
    public string? NameAt(ulong address) => _names.GetValueOrDefault(address);

    /// <summary>The function that an address lies in, or the nearest symbol below it, and how many bytes behind its start.</summary>
    /// <returns>Null if nothing known starts below the address.</returns>
    public (string Name, ulong Offset)? Find(ulong address)
    {
        ulong[] starts = _starts.Value;
        int index = Array.BinarySearch(starts, address);
        if (index < 0) index = ~index - 1;
        return index < 0 ? null : (_names[starts[index]], address - starts[index]);
    }
}
