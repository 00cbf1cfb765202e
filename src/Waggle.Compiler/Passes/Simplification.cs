using Waggle.Compiler.Ir;

namespace Waggle.Compiler.Passes;

/// <summary>Replaces instructions by simpler ones of the same value: folds constants, drops what changes nothing.</summary>
internal sealed class Simplification : IPass
{
    public bool Run(Function function, PassContext context)
    {
        bool any = false;
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (Block block in function.Blocks)
            {
                for (int i = 0; i < block.Instructions.Count; i++)
                {
                    Instruction instruction = block.Instructions[i];
                    if (instruction is Branch branch)
                    {
                        changed |= SimplifyBranch(block, branch);
                        continue;
                    }

                    changed |= FoldAddress(instruction) | NarrowStore(instruction);
                    Value? simpler = instruction switch
                    {
                        Binary binary => BinaryRules.Apply(binary),
                        Conversion conversion => ConversionRules.Apply(conversion),
                        Comparison comparison => ComparisonRules.Apply(comparison),
                        Phi phi => Single(phi),
                        CompanionMap { Map: MapConstant owner } companion => new MapConstant(context.Companion(owner.Map, companion.Field)),
                        _ => null,
                    };
                    if (simpler is null || simpler == instruction) continue;
                    if (simpler is Instruction { Block: null } made) InsertNew(block, instruction, made);
                    instruction.ReplaceBy(simpler);
                    int at = block.Instructions.IndexOf(instruction);
                    instruction.Remove();
                    i = at - 1;
                    changed = true;
                }
            }

            any |= changed;
        }

        return any;
    }

    /// <summary>Inserts an instruction and those that it was made with.</summary>
    private static void InsertNew(Block block, Instruction before, Instruction made)
    {
        foreach (Value operand in made.Operands)
        {
            if (operand is Instruction { Block: null } inner) InsertNew(block, before, inner);
        }

        block.InsertBefore(before, made);
    }

    private static Value? Single(Phi phi)
    {
        Value? same = null;
        foreach (Value operand in phi.Operands)
        {
            if (operand == phi || same is not null && Facts.Same(operand, same)) continue;
            if (same is not null)
                return same is MapConstant a && operand is MapConstant b && a.Map == b.Map && phi.Operands.All(o => o is MapConstant m && m.Map == a.Map) ? same : null;
            same = operand;
        }

        return same;
    }

    private static bool SimplifyBranch(Block block, Branch branch)
    {
        if (ComparisonRules.Normalize(branch.Condition, branch.Left, branch.Right) is not { } better) return false;
        if (better.Known is { } known)
        {
            if (branch.Left is Constant && branch.Right is Constant) return false; // decided when control flow is cleaned up
            branch.SetOperand(0, Constant.Int32(0));
            branch.SetOperand(1, Constant.Int32(0));
            branch.Condition = known ? Condition.Equal : Condition.NotEqual;
            return true;
        }

        foreach (Value operand in (ReadOnlySpan<Value>)[better.Left, better.Right])
        {
            if (operand is Instruction { Block: null } made) InsertNew(block, branch, made);
        }

        branch.Condition = better.Condition;
        branch.SetOperand(0, better.Left);
        branch.SetOperand(1, better.Right);
        return true;
    }

    /// <summary>Moves a constant part of an address into the access.</summary>
    private static bool FoldAddress(Instruction instruction)
    {
        bool changed = false;
        while (instruction is Load { Access: null } or Store or Atomic
            && instruction.Operands[0] is Binary { Operator: BinaryOperator.Add, Right: Constant by, Left: var start } && RootOf(start) is not KernelField)
        {
            long offset = by.Number + (instruction switch
            {
                Load load => load.Offset,
                Store store => store.Offset,
                _ => ((Atomic)instruction).Offset,
            });
            if (offset is < short.MinValue or > short.MaxValue) break;
            if (instruction is Load moved) moved.Offset = (int)offset;
            else if (instruction is Store stored) stored.Offset = (int)offset;
            else ((Atomic)instruction).Offset = (int)offset;
            instruction.SetOperand(0, start);
            changed = true;
        }

        return changed;
    }

    /// <summary>Drops a conversion that changes only bits that a store does not write.</summary>
    private static bool NarrowStore(Instruction instruction)
    {
        if (instruction is not Store { Value: Conversion conversion } store || store.Size > 4) return false;
        int kept = conversion.Kind switch
        {
            ConversionKind.Zero8 or ConversionKind.Sign8 => 1,
            ConversionKind.Zero16 or ConversionKind.Sign16 => 2,
            _ => 0,
        };
        if (kept < store.Size || conversion.Operand.Type != IrType.Int32) return false;
        store.SetOperand(1, conversion.Operand);
        return true;
    }

    private static Value RootOf(Value address)
    {
        while (address is Binary { Operator: BinaryOperator.Add } add) address = add.Left;
        return address;
    }
}
