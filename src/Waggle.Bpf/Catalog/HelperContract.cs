using System.Collections.Immutable;

namespace Waggle.Bpf.Catalog;

/// <summary>What a helper takes and returns, for some types of program (<c>struct bpf_func_proto</c> in include/linux/bpf.h).</summary>
/// <param name="Number">The immediate of a call; <see cref="HelperNames"/> has the name.</param>
/// <param name="Returns">What R0 holds afterwards.</param>
/// <param name="Arguments">R1 and on: at most five.</param>
/// <param name="Types">The types of program that call it so. A program that extends another one has the helpers of that one.</param>
/// <remarks>Immutable.</remarks>
public sealed record HelperContract(int Number, HelperReturn Returns, ImmutableArray<HelperArgument> Arguments, ProgramTypeSet Types)
{
    /// <summary>Kernel type of a returned object; null if there is none, or a map says it.</summary>
    public string? ReturnTypeName { get; init; }

    /// <summary>Whether only programs with a licence compatible with the GPL may call it.</summary>
    public bool IsGplOnly { get; init; }

    /// <summary>Whether packet memory may be given where it takes memory.</summary>
    public bool TakesPackets { get; init; }

    /// <summary>Whether it may sleep: only sleepable programs may call it.</summary>
    public bool MightSleep { get; init; }

    /// <summary>Why a kernel may refuse it to one of <see cref="Types"/>.</summary>
    public HelperConditions Conditions { get; init; }
}
