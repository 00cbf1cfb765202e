using Waggle.Compiler.Ir;
using Waggle.Compiler.Passes;

namespace Waggle.Compiler.Backend;

/// <summary>Whether the register of a 32-bit value has zero in its high half, as 32-bit instructions and loads leave it.</summary>
internal static class UpperHalf
{
    internal static bool IsZero(Value value) => IsZero(value, []);

    private static bool IsZero(Value value, HashSet<Value> path)
    {
        switch (value)
        {
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
                    if (!IsZero(operand, path)) return false;
                }

                return true;
            default:
                return false;
        }
    }
}
