using Waggle.Bpf.Instructions;
using Waggle.Compiler.Diagnostics;
using Waggle.Compiler.Ir;
using Atomic = Waggle.Compiler.Ir.Atomic;
using Instruction = Waggle.Compiler.Ir.Instruction;

namespace Waggle.Compiler.Backend;

/// <summary>Chooses machine instructions. Constants, maps and stack addresses are made where they are used; phis become copies.</summary>
internal sealed partial class Selector(Function function, Target target, ProblemList problems)
{
    private const short CastOfAddress = 1; // BPF_ADDR_SPACE_CAST, RFC 9669 does not have it; include/linux/filter.h
    private const int ArenaToKernel = 1; // from address space 1 to 0

    private readonly MachineFunction _machine = new();
    private readonly Dictionary<Value, int> _registers = [];
    private readonly Dictionary<Phi, int> _incoming = [];
    private readonly Dictionary<Block, MachineBlock> _blocks = [];
    private MachineBlock _block = null!;
    private SourcePosition _position = SourcePosition.None;

    internal MachineFunction Run()
    {
        IReadOnlyList<Block> order = function.ReversePostOrder();
        foreach (Block block in order)
        {
            var machine = new MachineBlock(_machine.Blocks.Count);
            _blocks[block] = machine;
            _machine.Blocks.Add(machine);
        }

        MeasureLoops(order);
        foreach (Block block in order)
        {
            _block = _blocks[block];
            if (block == function.Entry)
            {
                TakeArguments();
                NameArenas();
            }

            foreach (Phi phi in block.Phis) Copy(RegisterOf(phi), Incoming(phi));
            foreach (Instruction instruction in block.Instructions)
            {
                if (instruction is Phi) continue;
                _position = instruction.Position;
                if (instruction is Terminator) FeedPhis(block);
                Select(instruction);
            }

            foreach (Block successor in block.Terminator!.Successors) _block.Successors.Add(_blocks[successor]);
        }

        return _machine;
    }

    /// <summary>A block that a later one jumps back to starts a loop that lasts until there.</summary>
    private void MeasureLoops(IReadOnlyList<Block> order)
    {
        foreach (Block block in order)
        {
            int end = _blocks[block].Index;
            foreach (Block successor in block.Terminator!.Successors)
            {
                for (int i = _blocks[successor].Index; i <= end; i++) _machine.Blocks[i].LoopDepth++;
            }
        }
    }

    /// <summary>Hands the successors' phis their values, by way of registers of their own: so the order does not matter.</summary>
    private void FeedPhis(Block block)
    {
        foreach (Block successor in block.Terminator!.Successors)
        {
            foreach (Phi phi in successor.Phis) MoveTo(Incoming(phi), phi.ValueFrom(block)!);
        }
    }

    private int Incoming(Phi phi)
    {
        if (!_incoming.TryGetValue(phi, out int register)) _incoming[phi] = register = _machine.NewRegister();
        return register;
    }

    /// <summary>The register that holds a value made by an instruction.</summary>
    private int RegisterOf(Value value)
    {
        if (_registers.TryGetValue(value, out int register)) return register;
        register = value is Conversion { Operand: not Constant } conversion && IsFree(conversion)
            ? RegisterOf(conversion.Operand)
            : _machine.NewRegister();
        return _registers[value] = register;
    }

    /// <summary>Whether a conversion needs no instruction: what it makes is in the register already.</summary>
    private bool IsFree(Conversion conversion) => conversion.Operand is Instruction && conversion.Kind switch
    {
        ConversionKind.Truncate => true,
        ConversionKind.Zero32 => target.HasNarrowJumps ? UpperHalf.IsSeenAsZero(conversion.Operand) : UpperHalf.IsZero(conversion.Operand),
        _ => false,
    };

    private void Select(Instruction instruction)
    {
        switch (instruction)
        {
            case Binary binary: SelectBinary(binary); break;
            case Conversion conversion: SelectConversion(conversion); break;
            case Comparison comparison: SelectComparison(comparison); break;
            case Load load: SelectLoad(load); break;
            case Store store: SelectStore(store); break;
            case Atomic atomic: SelectAtomic(atomic); break;
            case Call call: SelectCall(call); break;
            case GlobalAddress global:
                Add(new MachineInstruction(MachineKind.LoadWide) { Destination = RegisterOf(global), Global = global.Global, Position = _position });
                break;
            case ArenaPlace place:
                Add(new MachineInstruction(MachineKind.Alu)
                {
                    Alu = AluOperation.Move,
                    Destination = RegisterOf(place),
                    Source = Use(place.Pointer),
                    Extension = CastOfAddress,
                    Immediate = ArenaToKernel,
                    Position = _position,
                });
                break;
            case RelocatedAdd add:
                int sum = RegisterOf(add);
                MoveTo(sum, add.Address);
                Add(new MachineInstruction(MachineKind.Alu)
                {
                    Alu = AluOperation.Add,
                    Destination = sum,
                    Immediate = add.Access.Offset,
                    Access = add.Access,
                    Position = _position,
                });
                break;
            case RelocatedNumber number:
                Add(new MachineInstruction(MachineKind.Alu)
                {
                    Alu = AluOperation.Move,
                    IsWide = true,
                    Destination = RegisterOf(number),
                    Immediate = number.Access.Offset,
                    Access = number.Access,
                    Position = _position,
                });
                break;
            case Return end:
                if (end.Operands.Count > 0) MoveTo(0, end.Operands[0]);
                Add(new MachineInstruction(MachineKind.Exit) { ReturnsValue = end.Operands.Count > 0, Position = _position });
                break;
            case Jump jump:
                Add(new MachineInstruction(MachineKind.Jump) { WhenTrue = _blocks[jump.Target], Position = _position });
                break;
            case Branch branch:
                Compare(MachineKind.Branch, branch.Condition, branch.Left, branch.Right, _blocks[branch.WhenTrue], _blocks[branch.WhenFalse]);
                break;
        }
    }

    private void TakeArguments()
    {
        if (function.Context.IsUsed) Copy(RegisterOf(function.Context), 1);
        foreach (Argument argument in function.Arguments)
        {
            if (argument.IsUsed) Copy(RegisterOf(argument), argument.Index + 1);
        }
    }

    /// <summary>The kernel knows which arena a program uses by its references to the map: here is one, should there be no other.</summary>
    private void NameArenas()
    {
        IEnumerable<ArenaPlace> places = function.Blocks.SelectMany(b => b.Instructions).OfType<ArenaPlace>();
        foreach (IrMap arena in places.Select(p => p.Arena).OfType<MapConstant>().Select(m => m.Map).Distinct())
            Add(new MachineInstruction(MachineKind.LoadWide) { Destination = _machine.NewRegister(), Map = arena });
    }

    private void SelectCall(Call call)
    {
        for (int i = 0; i < call.Operands.Count; i++) MoveTo(i + 1, call.Operands[i]);
        Add(new MachineInstruction(MachineKind.Call) { Target = call.Target, ArgumentCount = call.Operands.Count, Position = _position });
        if (call.IsUsed) Copy(RegisterOf(call), 0);
    }

    private void Add(MachineInstruction instruction) => _block.Instructions.Add(instruction);

    private void Copy(int destination, int source) =>
        Add(new MachineInstruction(MachineKind.Alu) { Alu = AluOperation.Move, Destination = destination, Source = source, Position = _position });

    /// <summary>Puts any value into a register.</summary>
    private void MoveTo(int register, Value value)
    {
        switch (value)
        {
            case Constant { Type: IrType.Int64 } constant when !FitsImmediate(constant.Number):
                Add(new MachineInstruction(MachineKind.LoadWide) { Destination = register, Immediate = constant.Number, Position = _position });
                break;
            case Constant constant:
                // A 32-bit move leaves zero above: what 32-bit values have, and 64-bit ones that are not negative.
                Add(new MachineInstruction(MachineKind.Alu)
                {
                    Alu = AluOperation.Move,
                    IsWide = constant.Type == IrType.Int64 && constant.Number < 0,
                    Destination = register,
                    Immediate = constant.Number,
                    Position = _position,
                });
                break;
            case MapConstant map:
                Add(new MachineInstruction(MachineKind.LoadWide) { Destination = register, Map = map.Map, Position = _position });
                break;
            case FunctionAddress address:
                Add(new MachineInstruction(MachineKind.LoadWide) { Destination = register, Function = address.Function, Position = _position });
                break;
            default:
                if (TrySlot(value, out StackSlot? slot, out int offset))
                    Add(new MachineInstruction(MachineKind.SlotAddress) { Destination = register, Slot = slot, Immediate = offset, Position = _position });
                else Copy(register, RegisterOf(value));
                break;
        }
    }

    /// <summary>A register with any value: its own, or a new one that is filled here.</summary>
    private int Use(Value value)
    {
        if (value is not (Constant or MapConstant or FunctionAddress) && !TrySlot(value, out _, out _)) return RegisterOf(value);
        int register = _machine.NewRegister();
        MoveTo(register, value);
        return register;
    }

    private static bool TrySlot(Value value, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out StackSlot? slot, out int offset)
    {
        offset = 0;
        while (value is Binary { Operator: BinaryOperator.Add, Right: Constant by } add)
        {
            offset += (int)by.Number;
            value = add.Left;
        }

        slot = value as StackSlot;
        return slot is not null;
    }

    private static bool FitsImmediate(long number) => number is >= int.MinValue and <= int.MaxValue;
}
