using Waggle.Compiler.Ir;

namespace Waggle.Compiler.Passes;

/// <summary>Leads a block past a later branch whose way it already knows: by a constant that a phi takes from it, or by a
/// comparison that it or a block above it has made.</summary>
/// <remarks>The later block's instructions are copied for the new way. Values that it defines and others use go through a
/// stack slot, which <see cref="SlotPromotion"/> turns into phis again.</remarks>
internal sealed class JumpThreading : IPass
{
    private const int CopyLimit = 8; // instructions worth copying to save a branch
    private const int WayLimit = 64; // ways led past in one run

    public bool Run(Function function, PassContext context)
    {
        bool changed = false;
        for (int ways = 0; ways < WayLimit && ThreadOne(function); ways++)
        {
            changed = true;
            function.UpdatePredecessors();
        }

        if (changed) new SlotPromotion().Run(function, context);
        return changed;
    }

    private static bool ThreadOne(Function function)
    {
        Facts? facts = null;
        foreach (Block block in function.Blocks)
        {
            if (block.Predecessors.Count < 2 || block.Terminator is not Branch branch || !CanCopy(block)) continue;
            foreach (Block predecessor in block.Predecessors)
            {
                if (predecessor == block) continue;
                Value left = At(branch.Left, block, predecessor), right = At(branch.Right, block, predecessor);
                bool? answer = left is Constant a && right is Constant b ? branch.Condition.Holds(a, b) : null;
                if (answer is null && Visible(left, block) && Visible(right, block))
                {
                    facts ??= new Facts(new Dominators(function));
                    answer = Facts.AskEdge(predecessor, block, branch.Condition, left, right)
                        ?? facts.Ask(predecessor, branch.Condition, left, right);
                }

                if (answer is null && left is Comparison && branch.Left is Phi && right is Constant && predecessor.Terminator is Jump)
                {
                    Duplicate(function, predecessor, block, branch); // a comparison meets its branch
                    return true;
                }

                if (answer is not { } holds) continue;
                Block target = holds ? branch.WhenTrue : branch.WhenFalse;
                if (target == block) continue;
                Thread(function, predecessor, block, target);
                return true;
            }
        }

        return false;
    }

    private static Value At(Value value, Block block, Block predecessor) =>
        value is Phi phi && phi.Block == block ? phi.ValueFrom(predecessor)! : value;

    /// <summary>Whether a value exists before the block is entered.</summary>
    private static bool Visible(Value value, Block block) => value is not Instruction instruction || instruction.Block != block;

    private static bool CanCopy(Block block)
    {
        int count = 0;
        foreach (Instruction instruction in block.Instructions)
        {
            if (instruction is Phi or Terminator) continue;
            if (++count > CopyLimit || instruction is Call or Atomic or Copy or Clear or RelocatedAdd) return false;
        }

        return true;
    }

    private static void Thread(Function function, Block predecessor, Block block, Block target) =>
        Bypass(function, predecessor, block, [target], _ => new Jump(target));

    private static void Duplicate(Function function, Block predecessor, Block block, Branch branch) =>
        Bypass(function, predecessor, block, branch.Successors,
            map => new Branch(branch.Condition, map(branch.Left), map(branch.Right), branch.WhenTrue, branch.WhenFalse));

    private static void Bypass(
        Function function, Block predecessor, Block block, IReadOnlyList<Block> targets, Func<Func<Value, Value>, Terminator> end)
    {
        Demote(block);
        Block way = function.NewBlock();
        var copies = new Dictionary<Value, Value>();
        Value Map(Value value) => copies.GetValueOrDefault(value, value);
        foreach (Instruction instruction in block.Instructions)
        {
            if (instruction is Phi phi)
            {
                copies[phi] = phi.ValueFrom(predecessor)!;
            }
            else if (instruction is not Terminator)
            {
                Instruction copy = instruction.Clone(Map)!;
                copies[instruction] = copy;
                way.Append(copy);
            }
        }

        Terminator terminator = end(Map);
        terminator.Position = block.Terminator!.Position;
        way.Append(terminator);
        foreach (Block target in targets)
        {
            foreach (Phi phi in target.Phis) phi.AddSource(way, Map(phi.ValueFrom(block)!));
        }

        predecessor.Terminator!.Redirect(block, way);
        foreach (Phi phi in block.Phis)
        {
            for (int i = phi.Sources.Count - 1; i >= 0; i--)
            {
                if (phi.Sources[i] == predecessor) phi.RemoveSource(i);
            }
        }
    }

    /// <summary>Passes values to other blocks through the stack.</summary>
    private static void Demote(Block block)
    {
        foreach (Instruction definition in block.Instructions.ToArray())
        {
            Instruction[] outside = [.. definition.Users.Where(u => u.Block != block || u is Phi).Distinct()];
            if (outside.Length == 0) continue;
            int size = definition.Type == IrType.Int64 ? 8 : 4;
            var slot = new StackSlot("threaded", size, size);
            var store = new Store(slot, 0, size, definition) { Position = definition.Position };
            block.Insert(definition is Phi ? block.PhiCount : block.Instructions.IndexOf(definition) + 1, store);
            foreach (Instruction user in outside)
            {
                for (int i = 0; i < user.Operands.Count; i++)
                {
                    if (user.Operands[i] != definition) continue;
                    var load = new Load(slot, 0, size, false);
                    if (user is Phi phi) phi.Sources[i].InsertBeforeTerminator(load);
                    else user.Block!.InsertBefore(user, load);
                    user.SetOperand(i, load);
                }
            }
        }
    }
}
