using Waggle.Compiler.Ir;
using Waggle.Compiler.Layout;

namespace Waggle.Compiler.Passes;

/// <summary>Turns the struct copies that are left into the widest loads and stores that may be used.</summary>
/// <remarks>Accesses to the stack must be aligned (check_ptr_alignment in kernel/bpf/verifier.c); map values and records need
/// not be on x86-64.</remarks>
internal sealed class CopyExpansion : IPass
{
    public bool Run(Function function, PassContext context)
    {
        bool changed = false;
        foreach (Block block in function.Blocks)
        {
            foreach (Instruction instruction in block.Instructions.ToArray())
            {
                if (instruction is Copy copy) Expand(copy, copy.Destination, copy.Source, copy.Layout);
                else if (instruction is Clear clear) Expand(clear, clear.Destination, null, clear.Layout);
                else continue;
                changed = true;
            }
        }

        return changed;
    }

    private static void Expand(Instruction whole, Value destination, Value? source, TypeLayout layout)
    {
        Block block = whole.Block!;
        for (int offset = 0; offset < layout.Size;)
        {
            int width = 8;
            while (offset + width > layout.Size || !Fits(destination, offset, width) || source is not null && !Fits(source, offset, width)) width /= 2;
            Value value;
            if (source is null)
            {
                value = width == 8 ? Constant.Int64(0) : Constant.Int32(0);
            }
            else
            {
                var load = new Load(source, offset, width, false);
                block.InsertBefore(whole, load);
                value = load;
            }

            block.InsertBefore(whole, new Store(destination, offset, width, value));
            offset += width;
        }

        whole.Remove();
    }

    private static bool Fits(Value address, int offset, int width)
    {
        long at = offset;
        while (address is Binary { Operator: BinaryOperator.Add, Right: Constant by } add)
        {
            at += by.Number;
            address = add.Left;
        }

        return address switch
        {
            StackSlot slot => at % width == 0 && slot.Alignment >= width,
            Binary or Phi => MayBeStack(address, 0) ? width == 1 || at % width == 0 && width <= 1 : true,
            _ => true,
        };
    }

    /// <summary>Whether an address may be of the stack at an offset that is not known.</summary>
    private static bool MayBeStack(Value address, int depth) => depth > 8 || address switch
    {
        StackSlot => true,
        Binary binary => MayBeStack(binary.Left, depth + 1) || MayBeStack(binary.Right, depth + 1),
        Phi phi => phi.Operands.Any(o => MayBeStack(o, depth + 1)),
        _ => false,
    };
}
