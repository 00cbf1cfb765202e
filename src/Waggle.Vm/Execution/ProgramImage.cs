using System.Collections.Frozen;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Verifier.Proofs;
using Waggle.Vm.Code;
using Waggle.Vm.Maps;

namespace Waggle.Vm.Execution;

/// <summary>A program that is linked and ready for an engine: what interpreter and JIT start from.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class ProgramImage
{
    /// <summary>Number of <c>bpf_tail_call</c>.</summary>
    internal const int TailCallHelper = 12;

    /// <summary>Name of the program.</summary>
    internal required string Name { get; init; }

    /// <summary>Its kind.</summary>
    internal required ProgramType Type { get; init; }

    /// <summary>The code.</summary>
    internal required ProgramCode Code { get; init; }

    /// <summary>What r1 points to at the start.</summary>
    internal required ContextShape Context { get; init; }

    /// <summary>The maps that it refers to.</summary>
    internal VmMap[] Maps { get; init; } = [];

    /// <summary>The 64-bit immediates that stand for maps or places in their values, by slot.</summary>
    internal FrozenDictionary<int, MapUse> MapUses { get; init; } = FrozenDictionary<int, MapUse>.Empty;

    /// <summary>Whether no access needs a check: the program has a proof that is complete.</summary>
    internal bool IsTrusted { get; init; }

    /// <summary>That it is safe; null if nobody has proved it.</summary>
    internal Proof? Proof { get; private init; }

    /// <summary>Whether a frame is filled with zeros before a function uses it. Programs that read only what they wrote need none of that.</summary>
    internal bool ClearsFrames => !IsTrusted || Proof is { ReadsUnwrittenStack: true };

    /// <summary>The same program with a proof. A proof that leaves some accesses open does away with the checks of the others only.</summary>
    internal ProgramImage With(Proof proof) => new()
    {
        Name = Name,
        Type = Type,
        Code = Code,
        Context = Context,
        Maps = Maps,
        MapUses = MapUses,
        Helpers = Helpers,
        NamedCalls = NamedCalls,
        NamedValues = NamedValues,
        MissingCalls = MissingCalls,
        IsTrusted = proof.IsComplete,
        Proof = proof,
    };

    /// <summary>Whether the access or call in a slot needs a check.</summary>
    internal bool IsCheckedAt(int slot) => !IsTrusted && (Proof is null || (Proof[slot] & (ProofFacts.Reached | ProofFacts.Elsewhere)) != ProofFacts.Reached);

    /// <summary>Whether the proof says that nothing leads to a slot.</summary>
    internal bool IsUnreached(int slot) => Proof is not null && (Proof[slot] & ProofFacts.Reached) == 0;

    /// <summary>The helpers that it calls and the engine has, by number.</summary>
    internal FrozenDictionary<int, HelperBinding> Helpers { get; init; } = FrozenDictionary<int, HelperBinding>.Empty;

    /// <summary>The functions that it calls by name and the engine has, by slot of the call.</summary>
    internal FrozenDictionary<int, HelperBinding> NamedCalls { get; init; } = FrozenDictionary<int, HelperBinding>.Empty;

    /// <summary>What 64-bit immediates hold that name something of the kernel, by slot.</summary>
    internal FrozenDictionary<int, ulong> NamedValues { get; init; } = FrozenDictionary<int, ulong>.Empty;

    /// <summary>Why there is nothing to call, by slot, where more is known than what is called.</summary>
    internal FrozenDictionary<int, string> MissingCalls { get; init; } = FrozenDictionary<int, string>.Empty;

    /// <summary>The helper that the call in a slot means; null if there is none.</summary>
    internal HelperBinding? HelperAt(int slot) => (CallKind)Code.Instructions[slot].Source == CallKind.Helper
        ? Helpers.GetValueOrDefault(Code.Instructions[slot].Immediate)
        : NamedCalls.GetValueOrDefault(slot);

    /// <summary>Says what is missing for the call in a slot.</summary>
    internal string DescribeMissing(int slot)
    {
        if (MissingCalls.TryGetValue(slot, out string? known)) return known;
        int number = Code.Instructions[slot].Immediate;
        return (CallKind)Code.Instructions[slot].Source != CallKind.Helper
            ? "It calls a kernel function, and the engine has none of that name."
            : HelperNames.NameOf(number) is { } helper
            ? $"The engine has no helper {helper} ({number}) for this kind of program."
            : $"There is no helper {number}.";
    }

    /// <summary>The number that the 64-bit immediate in a slot puts into its register.</summary>
    internal ulong WideImmediate(int slot)
    {
        if (MapUses.TryGetValue(slot, out MapUse use))
            return use.ValueOffset is { } offset ? Maps[use.Map].Values[0].Start + (ulong)offset : MapHandles.Of(use.Map);
        if (NamedValues.TryGetValue(slot, out ulong value)) return value;
        Instruction first = Code.Instructions[slot];
        return (PseudoSource)first.Source == PseudoSource.Function
            ? FunctionHandles.Of(Code.FunctionStartingAt(ProgramCode.CallTarget(slot, first)).Index)
            : (uint)first.Immediate | (ulong)(uint)Code.Instructions[slot + 1].Immediate << 32;
    }
}
