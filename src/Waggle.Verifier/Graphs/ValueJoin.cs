using Waggle.Verifier.Explanations;
using Waggle.Verifier.Numbers;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Graphs;

/// <summary>What holds of a value in all of several states: numbers are joined, and values of different kinds kept side by side.</summary>
/// <remarks>Ids are forgotten: they mean something within one path only.</remarks>
internal sealed class ValueJoin
{
    private const int MostKinds = 4;

    private readonly List<RegisterState> _values = [];
    private bool _isAnything;

    public void Add(in RegisterState value)
    {
        if (_isAnything) return;
        RegisterState added = Plain(value);
        for (int i = 0; i < _values.Count; i++)
        {
            if (!IsOneKind(_values[i], added)) continue;
            _values[i] = Join(_values[i], added);
            return;
        }

        if (_values.Count == MostKinds) _isAnything = true;
        else _values.Add(added);
    }

    /// <summary>Whether no state had a value: a call that might read the register does not.</summary>
    public bool IsNothing => !_isAnything && _values is [{ Kind: RegisterKind.NotInitialized }];

    /// <summary>"0 | map_value(map=hits,ks=4,vs=8)"; "…" if it is of too many kinds.</summary>
    public string Write(StateText text, int frame) => _isAnything ? "…" : string.Join(" | ", _values.Select(v => text.Write(v, frame)));

    private static RegisterState Plain(RegisterState value)
    {
        (value.Id, value.ReferenceId, value.DynamicId, value.MapId, value.IsPrecise) = (0, 0, 0, 0, false);
        if (value.IsScalar) (value.Offset, value.IsSum) = (0, false);
        return value;
    }

    private static bool IsOneKind(in RegisterState left, in RegisterState right) =>
        left.Kind == right.Kind && left.Traits == right.Traits && left.Map == right.Map && left.TypeId == right.TypeId && left.Types == right.Types
        && left.IsPacketSlice == right.IsPacketSlice && (left.Range == right.Range || IsPacket(left));

    private static bool IsPacket(in RegisterState value) => value.Kind is RegisterKind.Packet or RegisterKind.PacketMeta;

    private static RegisterState Join(RegisterState left, RegisterState right)
    {
        if (left.Offset != right.Offset)
        {
            FoldOffset(ref left);
            FoldOffset(ref right);
        }
        left.Range = Math.Min(left.Range, right.Range); // of a packet: bytes that are there on both
        left.Number = left.Number.Union(right.Number);
        return left;
    }

    private static void FoldOffset(ref RegisterState value)
    {
        Arithmetic.Apply(Bpf.Instructions.AluOperation.Add, is64: true, ref value.Number, Scalar.Constant((ulong)(long)value.Offset));
        value.Number.RestoreConsistency();
        value.Offset = 0;
    }
}
