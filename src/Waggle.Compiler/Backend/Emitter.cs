using Waggle.Bpf.Instructions;
using Waggle.Compiler.Diagnostics;
using Waggle.Compiler.Ir;
using Instruction = Waggle.Bpf.Instructions.Instruction;

namespace Waggle.Compiler.Backend;

/// <summary>Encodes machine instructions: registers and stack places are chosen, jumps get their distances.</summary>
internal sealed class Emitter(MachineFunction function, FrameLayout frame, Target target, ProblemList problems)
{
    private readonly CompiledFunction _code = new([], [], [], [], [], [], frame.Size);
    private readonly List<(int Index, MachineBlock Target)> _jumps = [];
    private readonly Dictionary<MachineBlock, int> _starts = [];

    internal CompiledFunction Run()
    {
        SourcePosition last = SourcePosition.None;
        for (int b = 0; b < function.Blocks.Count; b++)
        {
            MachineBlock block = function.Blocks[b];
            MachineBlock? next = b + 1 < function.Blocks.Count ? function.Blocks[b + 1] : null;
            _starts[block] = _code.Instructions.Count;
            foreach (MachineInstruction instruction in block.Instructions)
            {
                int start = _code.Instructions.Count;
                Encode(instruction, next);
                if (_code.Instructions.Count == start || instruction.Position == SourcePosition.None || instruction.Position == last) continue;
                _code.Lines.Add((start, instruction.Position));
                last = instruction.Position;
            }
        }

        foreach ((int index, MachineBlock target) in _jumps)
        {
            int distance = _starts[target] - index - 1;
            if (distance is < short.MinValue or > short.MaxValue)
            {
                problems.Add(Rules.TooFar, last, distance);
                continue;
            }

            _code.Instructions[index] = _code.Instructions[index] with { Offset = (short)distance };
        }

        return _code;
    }

    private void Encode(MachineInstruction machine, MachineBlock? next)
    {
        var destination = (Register)Math.Max(machine.Destination, 0);
        var source = (Register)Math.Max(machine.Source, 0);
        bool isRegister = machine.Source != MachineInstruction.NoRegister;
        short offset = (short)(machine.Offset + (machine.Slot is { } slot && machine.Kind != MachineKind.SlotAddress ? frame.OffsetOf(slot) : 0));
        if (machine.Access is { } access) _code.Accesses.Add((_code.Instructions.Count, access));
        switch (machine.Kind)
        {
            case MachineKind.Alu:
                Add((machine.IsWide, isRegister) switch
                {
                    (true, true) => Instruction.Alu64(machine.Alu, destination, source, machine.Extension) with { Immediate = (int)machine.Immediate },
                    (true, false) => Instruction.Alu64(machine.Alu, destination, (int)machine.Immediate, machine.Extension),
                    (false, true) => Instruction.Alu32(machine.Alu, destination, source, machine.Extension),
                    (false, false) => Instruction.Alu32(machine.Alu, destination, (int)machine.Immediate, machine.Extension),
                });
                break;
            case MachineKind.Negate:
                Add(Instruction.Negate(machine.IsWide ? InstructionClass.Alu64 : InstructionClass.Alu, destination));
                break;
            case MachineKind.Swap:
                Add(Instruction.ToBigEndian(destination, (int)machine.Immediate)); // a swap on the little-endian machines that this compiles for
                break;
            case MachineKind.Load:
                Add(machine.Extension != 0
                    ? Instruction.LoadSigned(machine.Size, destination, source, offset)
                    : Instruction.Load(machine.Size, destination, source, offset));
                break;
            case MachineKind.Store:
                Add(Instruction.Store(machine.Size, destination, offset, source));
                break;
            case MachineKind.StoreImmediate:
                Add(Instruction.Store(machine.Size, destination, offset, (int)machine.Immediate));
                break;
            case MachineKind.Atomic:
                Add(Instruction.Atomic(machine.AtomicOperation, machine.Size, destination, source, offset));
                break;
            case MachineKind.LoadWide:
                if (machine.Map is { } map) _code.Maps.Add((_code.Instructions.Count, map));
                if (machine.Global is { } global) _code.Globals.Add((_code.Instructions.Count, global));
                if (machine.Function is { } address) _code.Calls.Add((_code.Instructions.Count, new FunctionTarget(address)));
                (Instruction low, Instruction high) = machine.Map is not null ? Instruction.LoadPseudo(destination, PseudoSource.MapDescriptor, 0)
                    : machine.Function is not null ? Instruction.LoadPseudo(destination, PseudoSource.Function, 0)
                    : machine.Global is { } value ? Instruction.LoadPseudo(destination, PseudoSource.MapValue, 0, value.Offset)
                    : Instruction.LoadImmediate64(destination, (ulong)machine.Immediate);
                Add(low);
                Add(high);
                break;
            case MachineKind.SlotAddress:
                Add(Instruction.Move(destination, Register.R10));
                Add(Instruction.Alu64(AluOperation.Add, destination, frame.OffsetOf(machine.Slot!) + (int)machine.Immediate));
                break;
            case MachineKind.Call:
                if (machine.Target is not HelperTarget) _code.Calls.Add((_code.Instructions.Count, machine.Target!));
                Add(machine.Target switch
                {
                    HelperTarget helper => Instruction.CallHelper(helper.Number),
                    KernelFunctionTarget => Instruction.Call(CallKind.KernelFunction, 0),
                    _ => Instruction.Call(CallKind.Function, 0),
                });
                break;
            case MachineKind.Set:
                Add(Instruction.Alu32(AluOperation.Move, (Register)machine.Result, 1));
                Add(JumpIf(machine, machine.Condition, 1));
                Add(Instruction.Alu32(AluOperation.Move, (Register)machine.Result, 0));
                break;
            case MachineKind.Branch when machine.WhenTrue == next:
                _jumps.Add((_code.Instructions.Count, machine.WhenFalse!));
                Add(JumpIf(machine, machine.Condition.Negate(), 0));
                break;
            case MachineKind.Branch:
                _jumps.Add((_code.Instructions.Count, machine.WhenTrue!));
                Add(JumpIf(machine, machine.Condition, 0));
                if (machine.WhenFalse != next) Goto(machine.WhenFalse!);
                break;
            case MachineKind.Jump:
                if (machine.WhenTrue != next) Goto(machine.WhenTrue!);
                break;
            case MachineKind.Exit:
                Add(Instruction.Exit);
                break;
        }
    }

    private void Goto(MachineBlock target)
    {
        _jumps.Add((_code.Instructions.Count, target));
        Add(Instruction.Goto(0));
    }

    private void Add(Instruction instruction) => _code.Instructions.Add(instruction);

    private Instruction JumpIf(MachineInstruction machine, Condition condition, short offset)
    {
        (int left, int right) = (machine.Destination, machine.Source);
        if (!target.HasLess && condition is Condition.Less or Condition.LessOrEqual or Condition.LessUnsigned or Condition.LessOrEqualUnsigned)
            (left, right, condition) = (right, left, condition.Mirror());
        InstructionClass width = machine.IsWide ? InstructionClass.Jmp : InstructionClass.Jmp32;
        JumpOperation operation = condition switch
        {
            Condition.Equal => JumpOperation.Equal,
            Condition.NotEqual => JumpOperation.NotEqual,
            Condition.Less => JumpOperation.LessSigned,
            Condition.LessOrEqual => JumpOperation.LessOrEqualSigned,
            Condition.Greater => JumpOperation.GreaterSigned,
            Condition.GreaterOrEqual => JumpOperation.GreaterOrEqualSigned,
            Condition.LessUnsigned => JumpOperation.LessUnsigned,
            Condition.LessOrEqualUnsigned => JumpOperation.LessOrEqualUnsigned,
            Condition.GreaterUnsigned => JumpOperation.GreaterUnsigned,
            _ => JumpOperation.GreaterOrEqualUnsigned,
        };
        return right == MachineInstruction.NoRegister
            ? Instruction.Jump(width, operation, (Register)left, (int)machine.Immediate, offset)
            : Instruction.Jump(width, operation, (Register)left, (Register)right, offset);
    }
}
