using Waggle.Compiler.Ir;

namespace Waggle.Compiler.Passes;

/// <summary>Puts variables into SSA form: each load becomes the value stored last, phis where that depends on the way.</summary>
/// <remarks>Braun and others, "Simple and Efficient Construction of Static Single Assignment Form" (2013), on a complete graph.</remarks>
internal sealed class VariableRenaming(Function function, Dictionary<Instruction, int> variables)
{
    private readonly Dictionary<(int, Block), Store> _last = [];
    private readonly Dictionary<(int, Block), Value> _atStart = [];
    private readonly Dictionary<Value, Value> _replaced = [];
    private readonly Dictionary<int, IrType> _types = [];

    internal void Run()
    {
        foreach (Block block in function.Blocks)
        {
            foreach (Instruction instruction in block.Instructions)
            {
                if (!variables.TryGetValue(instruction, out int variable)) continue;
                _types[variable] = (instruction is Load load ? load.Size : ((Store)instruction).Size) == 8 ? IrType.Int64 : IrType.Int32;
                if (instruction is Store store) _last[(variable, block)] = store;
            }
        }

        foreach (Block block in function.Blocks.ToArray()) RenameIn(block);
        foreach (Block block in function.Blocks)
        {
            foreach (Instruction instruction in block.Instructions)
            {
                if (variables.ContainsKey(instruction)) instruction.DropOperands();
            }

            block.Instructions.RemoveAll(variables.ContainsKey);
        }
    }

    private void RenameIn(Block block)
    {
        var current = new Dictionary<int, Store>();
        foreach (Instruction instruction in block.Instructions.ToArray())
        {
            if (!variables.TryGetValue(instruction, out int variable)) continue;
            if (instruction is Store store)
            {
                current[variable] = store;
                continue;
            }

            var load = (Load)instruction;
            Value value = current.TryGetValue(variable, out Store? last) ? Resolve(last.Value) : AtStart(variable, block);
            if (load.Size < 4)
            {
                ConversionKind kind = load.Size == 1
                    ? load.IsSigned ? ConversionKind.Sign8 : ConversionKind.Zero8
                    : load.IsSigned ? ConversionKind.Sign16 : ConversionKind.Zero16;
                var conversion = new Conversion(kind, IrType.Int32, value);
                block.InsertBefore(load, conversion);
                value = conversion;
            }

            _replaced[load] = value;
            load.ReplaceBy(value);
        }
    }

    private Value Resolve(Value value)
    {
        while (_replaced.TryGetValue(value, out Value? next)) value = next;
        return value;
    }

    private Value AtEnd(int variable, Block block) =>
        _last.TryGetValue((variable, block), out Store? store) ? Resolve(store.Value) : AtStart(variable, block);

    private Value AtStart(int variable, Block block)
    {
        if (_atStart.TryGetValue((variable, block), out Value? known)) return Resolve(known);
        if (block.Predecessors.Count == 0)
        {
            // Read before it is written: C# does not allow that, save after Unsafe.SkipInit.
            return _atStart[(variable, block)] = new Constant(_types[variable], 0);
        }

        if (block.Predecessors.Count == 1 && block.Predecessors[0] != block)
        {
            Value only = AtEnd(variable, block.Predecessors[0]);
            return _atStart[(variable, block)] = only;
        }

        var phi = new Phi(_types[variable]) { Position = block.Instructions[0].Position };
        _atStart[(variable, block)] = phi;
        block.Insert(0, phi);
        foreach (Block predecessor in block.Predecessors) phi.AddSource(predecessor, AtEnd(variable, predecessor));
        return RemoveIfTrivial(phi);
    }

    private Value RemoveIfTrivial(Phi phi)
    {
        Value? same = null;
        foreach (Value operand in phi.Operands)
        {
            if (operand == phi || same is not null && Facts.Same(operand, same)) continue;
            if (same is not null) return phi;
            same = operand;
        }

        same ??= new Constant(phi.Type, 0);
        Phi[] users = [.. phi.Users.OfType<Phi>().Where(u => u != phi).Distinct()];
        _replaced[phi] = same;
        phi.ReplaceBy(same);
        phi.Remove();
        foreach (Phi user in users)
        {
            // A phi that is still being filled is looked at when it is complete.
            if (user.Block is not null && user.Operands.Count == user.Block.Predecessors.Count) RemoveIfTrivial(user);
        }

        return Resolve(same);
    }
}
