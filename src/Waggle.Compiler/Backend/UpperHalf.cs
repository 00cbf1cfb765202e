using Waggle.Compiler.Ir;
using Waggle.Compiler.Passes;

namespace Waggle.Compiler.Backend;

/// <summary>Whether the register of a 32-bit value has zero in its high half, as 32-bit instructions and loads leave it.</summary>
internal static class UpperHalf
{
    internal static bool IsZero(Value value) => IsZero(value, forVerifier: false, []);

    /// <summary>Whether the kernel's verifier knows it too. Of what a division gives it knows nothing, not even this: a comparison of the
    /// lower half would then tell it too little about an index.</summary>
    internal static bool IsSeenAsZero(Value value) => IsZero(value, forVerifier: true, []);

    private static bool IsZero(Value value, bool forVerifier, HashSet<Value> path)
    {
        switch (value)
        {
            case Binary { Operator: BinaryOperator.Divide or BinaryOperator.DivideUnsigned or BinaryOperator.Remainder or BinaryOperator.RemainderUnsigned }
                when forVerifier:
                return false;
            case Constant or Binary { Type: IrType.Int32 } or Comparison or Atomic { Type: IrType.Int32 }:
                return true;
            case Load { Type: IrType.Int32 } load:
                return !load.IsSigned; // a v4 load extends to all 64 bits
            case Conversion { Kind: ConversionKind.Truncate } cut:
                return KnownBits.Of(cut.Operand) <= 32;
            case Conversion { Type: IrType.Int32 }:
                return true;
            case Phi phi:
                if (!path.Add(phi)) return true; // as the others say
                foreach (Value operand in phi.Operands)
                {
                    if (!IsZero(operand, forVerifier, path)) return false;
                }

                return true;
            default:
                return false;
        }
    }
}
