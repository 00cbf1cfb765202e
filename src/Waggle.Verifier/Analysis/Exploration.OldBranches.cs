using Waggle.Bpf.Instructions;
using Waggle.Verifier.Kernels;
using Waggle.Verifier.Numbers;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <content>What older kernels do not learn of a comparison (<c>check_cond_jmp_op</c> and <c>reg_set_min_max</c>, Linux 6.1).</content>
internal sealed partial class Exploration
{
    // Before ranges of both were looked at, the second number had to be constant.
    // And as to whether they are equal, both.
    private bool IsForeseen(in RegisterState left, in RegisterState right, JumpOperation operation, bool is32)
    {
        if (_profile.Has(KernelFeature.RangesOfTwoNumbers) || !left.IsScalar || !right.IsScalar) return true;
        if (!IsConstant(right.Number, is32)) return false;
        return operation is not (JumpOperation.Equal or JumpOperation.NotEqual) || _profile.Has(KernelFeature.EqualityByRanges) || IsConstant(left.Number, is32);
    }

    private void Refine(
        ref Scalar trueLeft, ref Scalar trueRight, ref Scalar falseLeft, ref Scalar falseRight, JumpOperation operation, bool is32)
    {
        bool isEquality = operation is JumpOperation.Equal or JumpOperation.NotEqual;
        if (!_profile.Has(KernelFeature.RangesOfTwoNumbers) && !IsConstant(trueLeft, is32) && !IsConstant(trueRight, is32) && (is32 || !isEquality)) return;
        (Scalar unequalLeft, Scalar unequalRight) = operation == JumpOperation.Equal ? (falseLeft, falseRight) : (trueLeft, trueRight);
        Comparison.Refine(ref trueLeft, ref trueRight, ref falseLeft, ref falseRight, operation, is32);
        if (!isEquality || _profile.Has(KernelFeature.UnequalBounds)) return;
        if (operation == JumpOperation.Equal) (falseLeft, falseRight) = (unequalLeft, unequalRight);
        else (trueLeft, trueRight) = (unequalLeft, unequalRight);
    }

    private static bool IsConstant(in Scalar number, bool is32) => is32 ? number.Bits.Low32.IsConstant : number.IsConstant;
}
