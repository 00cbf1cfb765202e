using Waggle.Compiler.Ir;

namespace Waggle.Compiler.Passes;

/// <summary>Divides signed numbers by way of unsigned ones, which is all that ISA v3 has.</summary>
/// <remarks>|a| / |b| has the sign of a ^ b; |a| % |b| has the sign of a: C# truncates towards zero (C# standard 12.10.3).
/// |x| is (x ^ s) - s with s = x >> (width - 1).</remarks>
internal sealed class SignedDivision : IPass
{
    public bool Run(Function function, PassContext context)
    {
        if (context.HasSignedDivision) return false;
        bool changed = false;
        foreach (Block block in function.Blocks)
        {
            foreach (Instruction instruction in block.Instructions.ToArray())
            {
                if (instruction is not Binary { Operator: BinaryOperator.Divide or BinaryOperator.Remainder } division) continue;
                Expand(block, division);
                changed = true;
            }
        }

        return changed;
    }

    private static void Expand(Block block, Binary division)
    {
        bool isDivide = division.Operator == BinaryOperator.Divide;
        Value signA = Sign(division.Left), signB = Sign(division.Right);
        Value quotient = Add(
            isDivide ? BinaryOperator.DivideUnsigned : BinaryOperator.RemainderUnsigned,
            Magnitude(division.Left, signA),
            Magnitude(division.Right, signB));
        Value sign = isDivide ? Add(BinaryOperator.Xor, signA, signB) : signA;
        division.ReplaceBy(Magnitude(quotient, sign));
        division.Remove();

        Value Sign(Value value) => value is Constant constant
            ? new Constant(value.Type, constant.Number < 0 ? -1 : 0)
            : Add(BinaryOperator.ShiftRight, value, new Constant(value.Type, value.Type == IrType.Int64 ? 63 : 31));

        Value Magnitude(Value value, Value bySign) =>
            Add(BinaryOperator.Subtract, Add(BinaryOperator.Xor, value, bySign), bySign);

        Value Add(BinaryOperator @operator, Value left, Value right)
        {
            var binary = new Binary(@operator, left, right);
            block.InsertBefore(division, binary);
            return binary;
        }
    }
}
