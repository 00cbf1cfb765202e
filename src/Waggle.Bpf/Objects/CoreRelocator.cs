using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>Fits a program to a kernel: finds by name what its CO-RE relocations ask for and patches its instructions.</summary>
/// <remarks>Pure and thread-safe: the kernel is given by its types. Follows libbpf (tools/lib/bpf/relo_core.c) so that an object means
/// the same to both.</remarks>
public static class CoreRelocator
{
    /// <summary>Number of the helper that an instruction calls which could not be relocated: 0xbad2310, libbpf's "bad relo". The verifier
    /// says "invalid func unknown#195896080" if the program reaches it.</summary>
    public const int Poison = 0xbad2310;

    /// <summary>Resolves all relocations of one program; <see cref="CoreTarget"/> is for all programs of an object.</summary>
    /// <param name="program">The program.</param>
    /// <param name="local">The types of its object.</param>
    /// <param name="kernel">The types of the kernel that it is for; modules are not looked at.</param>
    /// <returns>The patched program, and what the kernel lacks.</returns>
    /// <exception cref="CoreRelocationException">A relocation contradicts its instruction or the object's types, or several types of
    /// the kernel give different answers.</exception>
    /// <exception cref="BtfFormatException">Types that are needed break a rule of the format.</exception>
    public static CoreResolution Resolve(ProgramSpec program, Btf local, Btf kernel) => new CoreTarget(local, new KernelTypes(kernel)).Resolve(program);
}
