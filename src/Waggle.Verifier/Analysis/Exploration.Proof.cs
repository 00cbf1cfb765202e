using Waggle.Bpf.Instructions;
using Waggle.Verifier.Numbers;
using Waggle.Verifier.Proofs;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <content>What an engine that runs the program may rely on, written down on the way.</content>
internal sealed partial class Exploration
{
    // By kind of pointer: where an access through it is to. What an application can't vouch for is elsewhere.
    private static readonly ProofFacts[] s_places = [.. Enum.GetValues<RegisterKind>().Select(PlaceOf)];

    /// <summary>Bytes that the memory behind r1 must have, where whoever runs the program says how many it has.</summary>
    public int MemoryNeeded { get; private set; }

    private void NotePlace(in RegisterState pointer) =>
        Proven[_slot] |= pointer.Has(RegisterTraits.Untrusted) ? ProofFacts.Elsewhere : s_places[(int)pointer.Kind];

    private void NoteDivisor(in Instruction instruction, in Scalar divisor, bool is64)
    {
        bool isSigned = instruction.Offset == 1;
        bool isSafe = is64 ? !divisor.Includes(0) && !(isSigned && divisor.Includes(ulong.MaxValue)) : !MayBe32(divisor, 0) && !(isSigned && MayBe32(divisor, -1));
        if (!isSafe) Proven[_slot] |= ProofFacts.UnsafeDivisor;
        // Else a later path with another divisor could end at a state of this one.
        else if (_policy.Host is not null) MarkPrecise((int)instruction.Source);
    }

    private static bool MayBe32(in Scalar number, int value) =>
        number.S32Min <= value && value <= number.S32Max && number.U32Min <= (uint)value && (uint)value <= number.U32Max;

    private static ProofFacts PlaceOf(RegisterKind kind) => kind switch
    {
        RegisterKind.Stack => ProofFacts.Stack,
        RegisterKind.Context => ProofFacts.Context,
        RegisterKind.Packet or RegisterKind.PacketMeta => ProofFacts.Packet,
        RegisterKind.MapValue => ProofFacts.MapValue,
        RegisterKind.Memory => ProofFacts.Memory,
        RegisterKind.NotInitialized or RegisterKind.Scalar or RegisterKind.Map or RegisterKind.Function or RegisterKind.DynamicPointer => ProofFacts.None,
        _ => ProofFacts.Elsewhere,
    };
}
