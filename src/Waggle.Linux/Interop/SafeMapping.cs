using Waggle.Bpf.Maps;

namespace Waggle.Linux.Interop;

/// <summary>Memory mapped from a descriptor; unmapped exactly once.</summary>
internal sealed unsafe class SafeMapping : MapMemory
{
    private const int ProtectionRead = 1;
    private const int ProtectionWrite = 2;
    private const int Shared = 1;

    private SafeMapping(nint address, nuint length) : base(length) => SetHandle(address);

    /// <summary>Maps shared memory; null on failure, with errno in <see cref="Libc.LastError"/>.</summary>
    /// <param name="descriptor">What to map.</param>
    /// <param name="offset">First byte of it.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="isWritable">Whether it can be written.</param>
    /// <param name="address">Where to map it if that is free; 0 for anywhere.</param>
    public static SafeMapping? TryCreate(SafeDescriptor descriptor, nint offset, nuint length, bool isWritable, nint address = 0)
    {
        using SafeDescriptor.Lease lease = descriptor.Use();
        int protection = isWritable ? ProtectionRead | ProtectionWrite : ProtectionRead;
        nint mapped = Libc.Map(address, length, protection, Shared, lease.Number, offset);
        return mapped == -1 ? null : new SafeMapping(mapped, length);
    }

    protected override bool ReleaseHandle() => Libc.Unmap(handle, Length) == 0;
}
