namespace Waggle.Bpf.Catalog;

/// <summary>An argument of a helper.</summary>
/// <param name="Kind">What it wants.</param>
/// <param name="Traits">What else is to be known of it.</param>
/// <param name="SizeInBytes">Size of memory that is always the same; 0 if the next argument says it.</param>
/// <param name="TypeName">Kernel type of a <see cref="ArgumentKind.KernelPointer"/>.</param>
public sealed record HelperArgument(ArgumentKind Kind, ArgumentTraits Traits = ArgumentTraits.None, int SizeInBytes = 0, string? TypeName = null)
{
    /// <summary>Whether zero is allowed in place of a pointer, or as a size.</summary>
    public bool IsOptional => (Traits & (ArgumentTraits.MayBeNull | ArgumentTraits.MayBeZero)) != 0;

    /// <summary>Whether the helper reads the memory.</summary>
    public bool IsRead => (Traits & ArgumentTraits.Reads) != 0;

    /// <summary>Whether the helper writes the memory.</summary>
    public bool IsWritten => (Traits & ArgumentTraits.Writes) != 0;
}
