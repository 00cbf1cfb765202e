using Waggle.Bpf.Instructions;

namespace Waggle.Verifier.Numbers;

/// <summary>Arithmetic on what is known of two numbers: <c>adjust_scalar_min_max_vals</c> of <c>kernel/bpf/verifier.c</c>, Linux 6.18.</summary>
/// <remarks>Each operator gives what includes the result for each pair of numbers that the operands include. Ranges and bits are computed
/// apart, and then told about each other.</remarks>
internal static partial class Arithmetic
{
    /// <summary>Does <c>destination = destination OP source</c>.</summary>
    /// <param name="operation">What to do. Division and modulo, signed or not, give an unknown number, of 64 bits even where the instruction
    /// has 32, as the kernel has it; a move is one without sign extension; byte swaps, unknown here, have <see cref="SwapBytes"/>.</param>
    /// <param name="is64">Whether it is of class ALU64.</param>
    /// <param name="destination">The left operand, and then the result.</param>
    /// <param name="source">The right operand; not read for a negation.</param>
    public static void Apply(AluOperation operation, bool is64, ref Scalar destination, in Scalar source)
    {
        if (!IsComputable(operation, is64, source))
        {
            destination.SetUnknown();
            return;
        }
        // The source may be the destination itself.
        Scalar right = source;
        switch (operation)
        {
            case AluOperation.Add: Add(ref destination, right); break;
            case AluOperation.Subtract: Subtract(ref destination, right); break;
            case AluOperation.Negate: Negate(ref destination); break;
            case AluOperation.Multiply: Multiply(ref destination, right); break;
            case AluOperation.And: And(ref destination, right); break;
            case AluOperation.Or: Or(ref destination, right); break;
            case AluOperation.Xor: Xor(ref destination, right); break;
            case AluOperation.ShiftLeft: ShiftLeft(ref destination, right, is64); break;
            case AluOperation.ShiftRight: ShiftRight(ref destination, right, is64); break;
            case AluOperation.ShiftRightArithmetic: ShiftRightArithmetic(ref destination, right, is64); break;
            default: destination = right; break; // a move
        }
        if (!is64)
            destination.ZeroExtend32();
        destination.Sync();
    }

    /// <summary>Keeps the low bits and reverses their bytes, or only keeps them (<c>scalar_byte_swap</c>: Linux 7.0 and the later 6.18;
    /// earlier kernels know nothing of the result).</summary>
    /// <param name="number">The number.</param>
    /// <param name="bits">16, 32 or 64.</param>
    /// <param name="isSwapped">Whether bytes are reversed: not by "to little endian" on a little-endian machine.</param>
    public static void SwapBytes(ref Scalar number, int bits, bool isSwapped)
    {
        if (isSwapped)
        {
            number.Bits = number.Bits.SwapBytes(bits);
            number.ForgetRanges();
        }
        if (bits < 64)
            number.Truncate(bits >> 3);
        number.Sync();
    }

    /// <summary>Does the kernel follow the operation (<c>is_safe_to_compute_dst_reg_range</c>)? Shifts it does only by a constant that is
    /// less than the width.</summary>
    private static bool IsComputable(AluOperation operation, bool is64, in Scalar source)
    {
        switch (operation)
        {
            case AluOperation.Add:
            case AluOperation.Subtract:
            case AluOperation.Negate:
            case AluOperation.Multiply:
            case AluOperation.And:
            case AluOperation.Or:
            case AluOperation.Xor:
            case AluOperation.Move:
                return true;
            case AluOperation.ShiftLeft:
            case AluOperation.ShiftRight:
            case AluOperation.ShiftRightArithmetic:
                return is64
                    ? source.UMax < 64 && source.IsConstant && source.SMin == source.SMax && source.UMin == source.UMax
                    : source.UMax < 32 && source.IsConstant32 && source.S32Min == source.S32Max && source.U32Min == source.U32Max;
            default:
                return false;
        }
    }

    /// <summary>Two states in place of one, where the kernel looks at both: a number that is 0 or -1 before AND or OR with a constant
    /// (<c>maybe_fork_scalars</c>: Linux 7.0, and the later 6.12 and 6.18).</summary>
    /// <remarks>Compilers turn "negative ? constant : 0" into it. Ranges and bits alone can't say "one of these two".</remarks>
    /// <param name="operation">What will be done.</param>
    /// <param name="destination">The left operand. If the answer is true: it is -1 from now on.</param>
    /// <param name="source">The right operand.</param>
    /// <param name="zero">The left operand in the other state, if the answer is true: there the operation is yet to be done.</param>
    public static bool Splits(AluOperation operation, ref Scalar destination, in Scalar source, out Scalar zero)
    {
        zero = destination;
        if (operation is not (AluOperation.And or AluOperation.Or) || !source.IsConstant)
            return false;
        if (destination.SMin == -1 && destination.SMax == 0)
        {
            zero.SetConstant(0);
            destination.SetConstant(ulong.MaxValue);
            return true;
        }
        if (destination.S32Min == -1 && destination.S32Max == 0)
        {
            zero.SetConstant32(0);
            destination.SetConstant32(uint.MaxValue);
            return true;
        }
        return false;
    }
}
