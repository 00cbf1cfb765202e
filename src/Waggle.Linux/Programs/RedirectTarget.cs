using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Linux.Interop;
using Waggle.Linux.Maps;

namespace Waggle.Linux.Programs;

/// <summary>Values of maps that packets are redirected by: a number, and the descriptor of a program or, when read, its id
/// (<c>struct bpf_devmap_val</c>, <c>struct bpf_cpumap_val</c>).</summary>
internal static unsafe class RedirectTarget
{
    private const int WithProgram = 8;

    /// <summary>Writes a value.</summary>
    public static Errno Write(KernelMap map, uint key, uint number, KernelProgram? program, UpdateMode mode)
    {
        if (program is not null && map.ValueSizeInBytes < WithProgram)
            throw new BpfMapException("write a key", map.ToString(), Errno.None, "Its values have no room for a program: create it with values of 8 bytes.");
        using SafeDescriptor.Lease lease = program is null ? default : program.Descriptor.Use();
        uint* value = stackalloc uint[2] { number, program is null ? 0 : (uint)lease.Number };
        return map.Update(&key, value, (ulong)mode);
    }

    /// <summary>Reads a value; false if there is none.</summary>
    public static bool TryRead(KernelMap map, uint key, out uint number, out uint programId)
    {
        uint* value = stackalloc uint[2];
        (value[0], value[1]) = (0, 0);
        bool isThere = map.TryLookup(&key, value);
        (number, programId) = (value[0], value[1]);
        return isThere;
    }
}
