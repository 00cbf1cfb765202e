namespace Waggle.Compiler.Ir;

/// <summary>Something an instruction can use: defined once (SSA).</summary>
internal abstract class Value(IrType type)
{
    internal IrType Type { get; } = type;

    /// <summary>The instructions that use this one, once for each operand. Not kept for constants.</summary>
    internal List<Instruction> Users { get; } = [];

    internal bool IsUsed => Users.Count > 0;

    /// <summary>Puts another value in the place of this one, everywhere.</summary>
    internal void ReplaceBy(Value other)
    {
        while (Users.Count > 0)
        {
            Instruction user = Users[^1];
            for (int i = 0; i < user.Operands.Count; i++)
            {
                if (user.Operands[i] == this) user.SetOperand(i, other);
            }
        }
    }
}
