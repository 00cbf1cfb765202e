using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;

namespace Waggle.Verifier.Kernels;

/// <summary>What a program may return.</summary>
/// <param name="Type">Type of the program.</param>
/// <param name="AttachTypes">Where it is attached: bit n stands for number n of <see cref="AttachType"/>.</param>
/// <param name="Minimum">Smallest value.</param>
/// <param name="Maximum">Largest value.</param>
/// <param name="Since">The first version that asks for it.</param>
internal sealed record ReturnRange(ProgramType Type, ulong AttachTypes, int Minimum, int Maximum, KernelVersion Since)
{
    /// <summary>Whether only the low 32 bits of R0 count: the hook returns an int.</summary>
    public bool Is32Bit { get; init; }
}
