using Waggle.Compiler.Ir;

namespace Waggle.Compiler.Passes;

/// <summary>Removes instructions whose value nothing uses, and rings of phis that only feed each other.</summary>
internal sealed class DeadCode : IPass
{
    public bool Run(Function function, PassContext context)
    {
        var live = new HashSet<Instruction>();
        var work = new Stack<Instruction>();
        foreach (Block block in function.Blocks)
        {
            foreach (Instruction instruction in block.Instructions)
            {
                if (instruction.HasEffect && live.Add(instruction)) work.Push(instruction);
            }
        }

        while (work.TryPop(out Instruction? instruction))
        {
            foreach (Value operand in instruction.Operands)
            {
                if (operand is Instruction source && live.Add(source)) work.Push(source);
            }
        }

        bool changed = false;
        foreach (Block block in function.Blocks)
        {
            foreach (Instruction instruction in block.Instructions)
            {
                if (live.Contains(instruction)) continue;
                instruction.DropOperands();
                changed = true;
            }

            block.Instructions.RemoveAll(i => !live.Contains(i));
        }

        return changed;
    }
}
