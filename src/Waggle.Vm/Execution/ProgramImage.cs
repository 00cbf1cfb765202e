using System.Collections.Frozen;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Vm.Code;

namespace Waggle.Vm.Execution;

/// <summary>A program that is linked and ready for an engine: what interpreter and JIT start from.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class ProgramImage
{
    /// <summary>Number of <c>bpf_tail_call</c>.</summary>
    internal const int TailCallHelper = 12;

    /// <summary>Name of the program.</summary>
    internal required string Name { get; init; }

    /// <summary>The code.</summary>
    internal required ProgramCode Code { get; init; }

    /// <summary>What r1 points to at the start.</summary>
    internal required ContextShape Context { get; init; }

    /// <summary>What 64-bit immediates stand for, by slot; those that are plain numbers are not among them.</summary>
    internal FrozenDictionary<int, ulong> References { get; init; } = FrozenDictionary<int, ulong>.Empty;

    /// <summary>Whether a proof says that no access needs a check.</summary>
    internal bool IsTrusted { get; init; }

    /// <summary>The helpers that it calls and the engine has, by number.</summary>
    internal FrozenDictionary<int, HelperBinding> Helpers { get; init; } = FrozenDictionary<int, HelperBinding>.Empty;

    /// <summary>The helper that the call in a slot means; null if there is none.</summary>
    internal HelperBinding? HelperAt(int slot) =>
        (CallKind)Code.Instructions[slot].Source == CallKind.Helper ? Helpers.GetValueOrDefault(Code.Instructions[slot].Immediate) : null;

    /// <summary>Says what is missing for the call in a slot.</summary>
    internal string DescribeMissing(int slot)
    {
        int number = Code.Instructions[slot].Immediate;
        return (CallKind)Code.Instructions[slot].Source != CallKind.Helper
            ? "It calls a kernel function, and the engine has none of that name."
            : HelperNames.NameOf(number) is { } helper
            ? $"The engine has no helper {helper} ({number}) for this kind of program."
            : $"There is no helper {number}.";
    }

    /// <summary>The number that the 64-bit immediate in a slot puts into its register.</summary>
    internal ulong WideImmediate(int slot) => References.TryGetValue(slot, out ulong value)
        ? value
        : (uint)Code.Instructions[slot].Immediate | (ulong)(uint)Code.Instructions[slot + 1].Immediate << 32;
}
