namespace Waggle.Bpf.Catalog;

/// <summary>A field of a program's context, and how it may be read and written.</summary>
/// <param name="Name">Its name in the struct; "" for memory without fields.</param>
/// <param name="Offset">First byte.</param>
/// <param name="SizeInBytes">Bytes.</param>
/// <param name="Reads">Widths in which it is read: each at a multiple of itself, and inside the field.</param>
/// <param name="Writes">Widths in which it is written, by the same rule.</param>
/// <param name="Value">What a read gives.</param>
/// <remarks>A field may have several rows, where its rules differ by width or place.</remarks>
public sealed record ContextField(
    string Name, int Offset, int SizeInBytes, AccessSizes Reads, AccessSizes Writes = AccessSizes.None, ContextValue Value = ContextValue.Number)
{
    /// <summary>The attach types that have the field: bit n stands for number n of <c>enum bpf_attach_type</c>. All, if nothing else is said.</summary>
    public ulong AttachTypes { get; init; } = ulong.MaxValue;

    /// <summary>Kernel type of a <see cref="ContextValue.KernelPointer"/>.</summary>
    public string? TypeName { get; init; }

    /// <summary>Whether reads that are narrower than the field are allowed at its first byte only.</summary>
    public bool IsNarrowAtStartOnly { get; init; }

    /// <summary>Whether a read is allowed.</summary>
    /// <param name="offset">First byte read.</param>
    /// <param name="size">1, 2, 4 or 8.</param>
    /// <param name="attachType">Where the program is attached (<c>enum bpf_attach_type</c>).</param>
    public bool AllowsRead(int offset, int size, uint attachType) =>
        Allows(Reads, offset, size, attachType) && (!IsNarrowAtStartOnly || size == SizeInBytes || offset == Offset);

    /// <summary>Whether a write is allowed.</summary>
    /// <param name="offset">First byte written.</param>
    /// <param name="size">1, 2, 4 or 8.</param>
    /// <param name="attachType">Where the program is attached (<c>enum bpf_attach_type</c>).</param>
    public bool AllowsWrite(int offset, int size, uint attachType) => Allows(Writes, offset, size, attachType);

    private bool Allows(AccessSizes sizes, int offset, int size, uint attachType) =>
        ((int)sizes & size) != 0 && offset % size == 0 && offset >= Offset && offset + size <= Offset + SizeInBytes
        && attachType < 64 && (AttachTypes >> (int)attachType & 1) != 0;
}
