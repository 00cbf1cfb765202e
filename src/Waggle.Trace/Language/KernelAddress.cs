namespace Waggle.Trace.Language;

/// <summary>An address of the kernel; printed as the name of its function and the offset in it.</summary>
/// <param name="address">The address.</param>
public readonly struct KernelAddress(ulong address)
{
    /// <summary>The address.</summary>
    public readonly ulong Address = address;
}
