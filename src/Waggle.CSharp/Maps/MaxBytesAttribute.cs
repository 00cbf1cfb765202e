namespace Waggle.CSharp;

/// <summary>Size of a ring buffer's data area. Without it: 256 KiB.</summary>
/// <param name="bytes">A power of two and a multiple of the page size. User code can change it before the load.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class MaxBytesAttribute(uint bytes) : Attribute
{
    /// <summary>Bytes.</summary>
    public uint Bytes { get; } = bytes;
}
