using System.Globalization;

namespace Waggle.Trace.Running;

/// <summary>The files that a process has in its memory, to say in which one an address lies.</summary>
internal sealed class ProcessModules
{
    private readonly List<(ulong Start, ulong End, ulong Offset, string Path)> _regions = [];

    private ProcessModules()
    {
    }

    /// <summary>Reads /proc/PID/maps; of a process that has ended nothing is known.</summary>
    internal static ProcessModules Read(int process)
    {
        ProcessModules modules = new();
        try
        {
            foreach (string line in File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/maps"))) modules.Add(line);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Addresses stay numbers.
        }

        return modules;
    }

    /// <summary>The file and the offset in it, or the address.</summary>
    internal string NameOf(ulong address)
    {
        foreach (var (start, end, offset, path) in _regions)
        {
            if (address >= start && address < end) return string.Create(CultureInfo.InvariantCulture, $"{path}+0x{address - start + offset:x}");
        }

        return string.Create(CultureInfo.InvariantCulture, $"0x{address:x}");
    }

    // 7f1c2d400000-7f1c2d428000 r-xp 00000000 fe:01 1234    /usr/lib/libc.so.6
    private void Add(string line)
    {
        string[] fields = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 6 || !fields[1].Contains('x', StringComparison.Ordinal)) return;
        string[] range = fields[0].Split('-');
        if (Hex(range[0]) is { } start && Hex(range[1]) is { } end && Hex(fields[2]) is { } offset) _regions.Add((start, end, offset, fields[5]));
    }

    private static ulong? Hex(string text) => ulong.TryParse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong number) ? number : null;
}
