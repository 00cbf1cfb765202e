using System.Collections.Immutable;
using System.Globalization;

namespace Waggle.Trace.Hooks;

/// <summary>A field of a tracepoint's record.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type in C, such as "const char *", without what stands behind the name.</param>
/// <param name="Offset">Where it starts in the record, in bytes.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="IsSigned">Whether it has a sign.</param>
/// <param name="Count">Elements of an array; 0 if it is none.</param>
public sealed record TracepointField(string Name, string Type, int Offset, int Size, bool IsSigned, int Count)
{
    /// <summary>Whether the field says where in the record its contents are: offset and length.</summary>
    public bool IsLocation => Type.StartsWith("__data_loc", StringComparison.Ordinal);

    /// <summary>Whether the contents are text.</summary>
    public bool IsText => (IsLocation || Count > 0) && Type.Contains("char", StringComparison.Ordinal);

    /// <summary>Reads the fields out of a tracepoint's format file; those that all tracepoints have are left out.</summary>
    /// <remarks>Written by f_show in kernel/trace/trace_events.c: "field:TYPE NAME[N];	offset:8;	size:16;	signed:0;".</remarks>
    public static ImmutableArray<TracepointField> Read(string format)
    {
        var fields = ImmutableArray.CreateBuilder<TracepointField>();
        foreach (string line in format.Split('\n'))
        {
            string[] parts = line.Trim().Split(';', StringSplitOptions.TrimEntries);
            if (parts.Length < 4 || !parts[0].StartsWith("field:", StringComparison.Ordinal)) continue;
            string declaration = parts[0]["field:".Length..];
            int count = 0;
            int bracket = declaration.EndsWith(']') ? declaration.LastIndexOf('[') : -1;
            if (bracket >= 0)
            {
                _ = int.TryParse(declaration[(bracket + 1)..^1], NumberStyles.None, CultureInfo.InvariantCulture, out count);
                declaration = declaration[..bracket];
            }

            int space = declaration.LastIndexOfAny([' ', '*']) + 1;
            string name = declaration[space..];
            if (name.StartsWith("common_", StringComparison.Ordinal)) continue;
            fields.Add(new TracepointField(name, declaration[..space].TrimEnd(), Number(parts[1]), Number(parts[2]), Number(parts[3]) != 0, count));
        }

        return fields.ToImmutable();
    }

    private static int Number(string part) =>
        int.TryParse(part.AsSpan(part.IndexOf(':', StringComparison.Ordinal) + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
}
