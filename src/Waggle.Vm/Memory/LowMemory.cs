using System.Runtime.InteropServices;

namespace Waggle.Vm.Memory;

/// <summary>Zeroed memory at addresses that 32 bits hold.</summary>
internal static unsafe partial class LowMemory
{
    private const int ReadAndWrite = 3; // PROT_READ | PROT_WRITE
    private const int PrivateLinux = 0x22, PrivateMac = 0x1002; // MAP_PRIVATE | MAP_ANONYMOUS
    private const ulong First = 0x1000_0000, Last = 0xf000_0000, Step = 0x10_0000;

    private static ulong s_next = First;

    /// <summary>Allocates memory.</summary>
    /// <exception cref="PlatformNotSupportedException">The system leaves no room there.</exception>
    internal static byte* Allocate(int size)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException("Packets below 4 GiB need mmap(2): run programs as plain C# on Linux or macOS.");
        // A hint is taken where there is room; else the system says another place.
        for (ulong hint = Interlocked.Read(ref s_next); hint < Last; hint += Step)
        {
            nint memory = Map((nint)hint, (nuint)size, ReadAndWrite, OperatingSystem.IsLinux() ? PrivateLinux : PrivateMac, -1, 0);
            if (memory == -1) continue;
            if ((ulong)memory + (ulong)size <= uint.MaxValue)
            {
                Interlocked.Exchange(ref s_next, First + (hint + Step - First) % (Last - First)); // beside the last one, round and round
                return (byte*)memory;
            }

            _ = Unmap(memory, (nuint)size);
        }

        Interlocked.Exchange(ref s_next, First);
        throw new PlatformNotSupportedException("The system has no room for a packet below 4 GiB, where the 32-bit fields of a context can point to it.");
    }

    /// <summary>Gives memory back; nothing happens for null.</summary>
    internal static void Free(byte* memory, int size)
    {
        if (memory != null) _ = Unmap((nint)memory, (nuint)size);
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);
}
