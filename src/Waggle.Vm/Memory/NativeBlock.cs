using System.Runtime.InteropServices;

namespace Waggle.Vm.Memory;

/// <summary>A piece of zeroed native memory, freed when nothing refers to it any more.</summary>
/// <remarks>Only the collector frees it: programs and threads of the host may hold addresses in it, and each of them keeps the owner of
/// the block alive, so that no order of calls frees memory in use. The collector is told of its size.</remarks>
internal sealed unsafe class NativeBlock
{
    /// <summary>Allocates zeroed memory at a multiple of 16.</summary>
    /// <exception cref="OutOfMemoryException">There is none.</exception>
    public NativeBlock(nuint length)
    {
        Address = (byte*)NativeMemory.AllocZeroed(Math.Max(length, 1));
        Length = length;
        if (length > 0) GC.AddMemoryPressure((long)length);
    }

    ~NativeBlock()
    {
        if (Address == null) return; // the constructor threw
        NativeMemory.Free(Address);
        if (Length > 0) GC.RemoveMemoryPressure((long)Length);
    }

    public byte* Address { get; }

    /// <summary>Bytes.</summary>
    public nuint Length { get; }
}
