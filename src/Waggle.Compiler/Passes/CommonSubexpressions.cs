using Waggle.Compiler.Ir;

namespace Waggle.Compiler.Passes;

/// <summary>Computes an equal value once: takes it from an equal instruction that every path has passed.</summary>
/// <remarks>Only pure instructions take part, so memory that changes in between does not matter.</remarks>
internal sealed class CommonSubexpressions : IPass
{
    private readonly record struct Operand(Value? Value, IrType Type, long Number);

    private readonly record struct Key(Type Kind, IrType Type, object? Identity, Operand First, Operand Second, Block? Block);

    public bool Run(Function function, PassContext context)
    {
        var dominators = new Dominators(function);
        var seen = new Dictionary<Key, List<Instruction>>();
        bool changed = false;
        foreach (Block block in dominators.Order)
        {
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                Instruction instruction = block.Instructions[i];
                if (!instruction.IsPure || instruction.Operands.Count > 2) continue;
                if (instruction is Binary { Operator: BinaryOperator.Add, Left: StackSlot }) continue; // made anew where it is used
                Key key = KeyOf(instruction, block);
                if (!seen.TryGetValue(key, out List<Instruction>? equals))
                {
                    seen[key] = [instruction];
                    continue;
                }

                if (equals.Find(e => dominators.Dominates(e.Block!, block)) is { } earlier)
                {
                    instruction.ReplaceBy(earlier);
                    instruction.Remove();
                    i--;
                    changed = true;
                    continue;
                }

                equals.Add(instruction);
            }
        }

        return changed;
    }

    private static Key KeyOf(Instruction instruction, Block block) => new(
        instruction.GetType(),
        instruction.Type,
        instruction.Identity,
        instruction.Operands.Count > 0 ? Describe(instruction.Operands[0]) : default,
        instruction.Operands.Count > 1 ? Describe(instruction.Operands[1]) : default,
        instruction is GlobalAddress ? block : null); // cheaper to load again than to keep in a register across calls

    private static Operand Describe(Value value) => value switch
    {
        Constant constant => new Operand(null, constant.Type, constant.Number),
        _ => new Operand(value, value.Type, 0),
    };
}
