using System.Collections.Immutable;

namespace Waggle.Bpf.Catalog;

/// <summary>What R1 points to when a program starts, as programs see it.</summary>
/// <param name="StructName">Its struct in C; "" if it has none.</param>
/// <param name="SizeInBytes">Size of the struct; programs read nothing behind it.</param>
/// <param name="Types">The types of program that are given it.</param>
/// <param name="Fields">What can be read or written of it, by offset.</param>
/// <remarks>Immutable. A sign-extending load of a field that holds a pointer is never allowed.</remarks>
public sealed record ContextLayout(string StructName, int SizeInBytes, ProgramTypeSet Types, ImmutableArray<ContextField> Fields)
{
    /// <summary>The field that a read is of.</summary>
    /// <param name="offset">First byte read.</param>
    /// <param name="size">1, 2, 4 or 8.</param>
    /// <param name="attachType">Where the program is attached (<c>enum bpf_attach_type</c>).</param>
    /// <returns>Null if it is not allowed.</returns>
    public ContextField? FindRead(int offset, int size, uint attachType)
    {
        foreach (ContextField field in Fields)
        {
            if (field.AllowsRead(offset, size, attachType)) return field;
        }
        return null;
    }

    /// <summary>The field that a write is to.</summary>
    /// <param name="offset">First byte written.</param>
    /// <param name="size">1, 2, 4 or 8.</param>
    /// <param name="attachType">Where the program is attached (<c>enum bpf_attach_type</c>).</param>
    /// <returns>Null if it is not allowed.</returns>
    public ContextField? FindWrite(int offset, int size, uint attachType)
    {
        foreach (ContextField field in Fields)
        {
            if (field.AllowsWrite(offset, size, attachType)) return field;
        }
        return null;
    }
}
