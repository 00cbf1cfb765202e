using Waggle.Bpf.Catalog;

namespace Waggle.Verifier.Kernels;

/// <summary>A function of the kernel that programs may call (kfunc).</summary>
/// <param name="Name">Its name in the kernel's BTF, which has its arguments.</param>
/// <param name="Flags">What the kernel says of it.</param>
/// <param name="Types">The types of program that it was registered for, in the newest version that has the row.</param>
/// <param name="Since">The first version that has it so.</param>
internal sealed record KernelFunction(string Name, KernelFunctionFlags Flags, ProgramTypeSet Types, KernelVersion Since)
{
    /// <summary>A row as tables write it.</summary>
    public KernelFunction(string name, KernelFunctionFlags flags, ProgramTypeSet types, string since) : this(name, flags, types, KernelVersion.Parse(since)) { }

    /// <summary>The first version that has it not, or otherwise; null if all newer ones have it so.</summary>
    public KernelVersion? Until { get; init; }

    /// <summary>Where a program is attached that may call it: bit n stands for number n of <c>enum bpf_attach_type</c>. Everywhere, if nothing else is said.</summary>
    public ulong AttachTypes { get; init; } = ulong.MaxValue;

    /// <summary>The one type that is let call it, of those that share a registration; null if all are.</summary>
    public ProgramType? OnlyType { get; init; }

    /// <summary>The struct whose operations may call it; null if it does not matter.</summary>
    public string? StructOps { get; init; }

    /// <summary>Whether it has one of the flags.</summary>
    public bool Has(KernelFunctionFlags flags) => (Flags & flags) != 0;

    /// <summary>Whether a version has it so.</summary>
    public bool IsIn(KernelVersion version) => Since <= version && (Until is not { } until || version < until);

    /// <summary>Whether programs of a type may call it.</summary>
    public bool Serves(ProgramType type) => OnlyType is { } only ? type == only : Types.Contains(type);
}
