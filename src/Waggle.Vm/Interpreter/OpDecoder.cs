using System.Collections.Immutable;
using Waggle.Bpf.Instructions;
using Waggle.Vm.Code;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>Chooses a handler for each slot.</summary>
internal sealed class OpDecoder<TMode> where TMode : struct, IAccessMode
{
    private const int NoRegister = -1;

    private readonly ProgramImage _image;
    private readonly ImmutableArray<Instruction> _code;
    private readonly Op[] _ops;
    private readonly Exit _exit;
    private readonly LikelyPlace[] _places;
    private int? _map; // that r1 was set to last, in order of slot: the next call is likely to be on it

    internal OpDecoder(ProgramImage image)
    {
        (_image, _code) = (image, image.Code.Instructions);
        _ops = new Op[_code.Length];
        _exit = new Exit(_ops);
        _places = LikelyPlaces.Of(image);
    }

    internal Op[] Decode()
    {
        bool[] isTarget = FindTargets();
        int last = NoRegister;
        for (int slot = 0; slot < _code.Length; slot++)
        {
            Instruction instruction = _code[slot];
            // Elsewhere the instruction before is known, and so is the register that it wrote.
            if (isTarget[slot]) last = NoRegister;
            ref Op op = ref _ops[slot];
            op = new Op
            {
                Slot = slot,
                Destination = (byte)instruction.Destination,
                Source = (byte)((int)instruction.Source & 0xf),
                Immediate = instruction.IsWide ? (long)_image.WideImmediate(slot) : instruction.Immediate,
                Offset = instruction.Offset,
                Last = (byte)Math.Max(last, 0),
            };
            op.Handler = _image.IsUnreached(slot) ? Unproven.Instance : HandlerOf(ref op, instruction, last);
            last = LastWritten(instruction, last);
            if (instruction.IsWide && op.Destination == 1 && _image.MapUses.TryGetValue(slot, out MapUse use)) _map = use.ValueOffset is null ? use.Map : null;
            if (instruction.IsWide) _ops[++slot] = new Op { Slot = slot, Handler = NoInstruction.Instance };
        }

        return _ops;
    }

    private bool[] FindTargets()
    {
        bool[] isTarget = new bool[_code.Length];
        foreach (CodeFunction function in _image.Code.Functions) isTarget[function.Start] = true;
        for (int slot = 0; slot < _code.Length; slot++)
        {
            if (_code[slot].IsWide) slot++;
            else if (_code[slot].IsBranch()) isTarget[_code[slot].Target(slot)] = true;
        }

        return isTarget;
    }

    // The register whose value handlers hand on behind an instruction.
    private static int LastWritten(in Instruction instruction, int last) => instruction.Opcode.Class switch
    {
        InstructionClass.Alu or InstructionClass.Alu64 or InstructionClass.Ldx => (int)instruction.Destination,
        InstructionClass.Ld => instruction.IsPacketLoad() ? 0 : (int)instruction.Destination,
        InstructionClass.Jmp or InstructionClass.Jmp32 => instruction.IsCall() ? 0 : last,
        _ => instruction.IsAtomic() ? NoRegister : last,
    };

    private Handler HandlerOf(ref Op op, in Instruction instruction, int last)
    {
        Opcode opcode = instruction.Opcode;
        switch (opcode.Class)
        {
            case InstructionClass.Alu or InstructionClass.Alu64: return Arithmetic(ref op, instruction, last);
            case InstructionClass.Jmp or InstructionClass.Jmp32: return Control(ref op, instruction, last);
            case InstructionClass.Ldx: return Load(op, instruction, last);
            case InstructionClass.Stx when instruction.IsAtomic():
                return new AtomicAccess<TMode>((AtomicOperation)instruction.Immediate, opcode.Size.InBytes());
            case InstructionClass.St or InstructionClass.Stx:
                OperandKind value = opcode.Class == InstructionClass.St ? OperandKind.Constant : op.Source == last ? OperandKind.Last : OperandKind.Register;
                return Store(op, instruction, op.Destination == last, value);
            default:
                return instruction.IsPacketLoad()
                    ? new PacketLoad(_exit, opcode.Size.InBytes(), opcode.Mode == MemoryMode.Indirect)
                    : WideMove.Instance;
        }
    }

    private Handler Load(in Op op, in Instruction instruction, int last)
    {
        MemorySize size = instruction.Opcode.Size;
        bool isSigned = instruction.Opcode.Mode == MemoryMode.MemorySigned, isLast = op.Source == last;
        return _places[op.Slot] switch
        {
            LikelyPlace.Certain => MemoryHandlers<Certain>.Load(size, isSigned, isLast),
            LikelyPlace.Frame => MemoryHandlers<Likely<InFrame>>.Load(size, isSigned, isLast),
            LikelyPlace.Packet or LikelyPlace.ReadOnlyPacket => MemoryHandlers<Likely<InPacket>>.Load(size, isSigned, isLast),
            LikelyPlace.ReadOnly => MemoryHandlers<Likely<InReadOnly>>.Load(size, isSigned, isLast),
            _ => MemoryHandlers<TMode>.Load(size, isSigned, isLast),
        };
    }

    private Handler Store(in Op op, in Instruction instruction, bool isLast, OperandKind value)
    {
        MemorySize size = instruction.Opcode.Size;
        return _places[op.Slot] switch
        {
            LikelyPlace.Certain => MemoryHandlers<Certain>.Store(size, isLast, value),
            LikelyPlace.Frame => MemoryHandlers<Likely<InFrame>>.Store(size, isLast, value),
            LikelyPlace.Packet => MemoryHandlers<Likely<InPacket>>.Store(size, isLast, value),
            _ => MemoryHandlers<TMode>.Store(size, isLast, value),
        };
    }

    private static Handler Arithmetic(ref Op op, in Instruction instruction, int last)
    {
        Opcode opcode = instruction.Opcode;
        bool is64 = opcode.Class == InstructionClass.Alu64, isRegister = opcode.Operand == Operand.Register;
        switch (opcode.AluOperation)
        {
            case AluOperation.Move:
                if (!isRegister && !is64) op.Immediate = (uint)op.Immediate;
                return ArithmeticHandlers.Move(is64, instruction.Offset, !isRegister ? OperandKind.Constant : op.Source == last ? OperandKind.Last : OperandKind.Register);
            case AluOperation.Negate:
                op.Source = op.Destination;
                return ArithmeticHandlers.Negate(is64, op.Source == last);
            case AluOperation.ByteSwap:
                op.Source = op.Destination;
                // To big endian, and the unconditional swap, which is of the 64-bit class.
                return ArithmeticHandlers.ByteSwap(isSwapped: is64 || isRegister, instruction.Immediate, op.Source == last);
            default:
                return ArithmeticHandlers.Binary(opcode.AluOperation, is64, instruction.Offset == 1, FormOf(op, isRegister, last));
        }
    }

    private static OperandForm FormOf(in Op op, bool isRegister, int last) => (op.Destination == last, isRegister) switch
    {
        (false, false) => OperandForm.RegisterConstant,
        (true, false) => OperandForm.LastConstant,
        (true, true) => OperandForm.LastRegister,
        (false, true) => op.Source == last ? OperandForm.RegisterLast : OperandForm.RegisterRegister,
    };

    private Handler Control(ref Op op, in Instruction instruction, int last)
    {
        int slot = op.Slot;
        if (instruction.IsBranch()) op.Target = instruction.Target(slot) - slot;
        bool isCharged = TMode.IsChecked && op.Target <= 0;
        switch (instruction.Opcode.JumpOperation)
        {
            case JumpOperation.Exit: return _exit;
            case JumpOperation.Always: return isCharged ? Jump<Back>.Instance : Jump<Free>.Instance;
            case JumpOperation.MayGoto: return isCharged ? MayGoto<Back>.Instance : MayGoto<Free>.Instance;
            case JumpOperation.Call: return Call(ref op, instruction);
            default:
                OperandForm form = FormOf(op, instruction.Opcode.Operand == Operand.Register, last);
                bool is64 = instruction.Opcode.Class == InstructionClass.Jmp;
                return isCharged
                    ? BranchHandlers<Back>.Of(instruction.Opcode.JumpOperation, is64, form)
                    : BranchHandlers<Free>.Of(instruction.Opcode.JumpOperation, is64, form);
        }
    }

    private Handler Call(ref Op op, in Instruction instruction)
    {
        if ((CallKind)instruction.Source == CallKind.Function)
        {
            int target = ProgramCode.CallTarget(op.Slot, instruction);
            (op.Target, op.Immediate) = (target - op.Slot, _image.Code.FunctionStartingAt(target).Length);
            return FunctionCall<TMode>.Instance;
        }

        HelperBinding? helper = _image.HelperAt(op.Slot);
        HelperCall<TMode> call = new(helper);
        if ((CallKind)instruction.Source != CallKind.Helper) return call;
        if (instruction.Immediate == ProgramImage.TailCallHelper) return new TailCall<TMode>(helper, _exit);
        return helper is not null && _map is { } map ? MapHandlers<TMode>.Of(helper, _image.Maps[map], MapHandles.Of(map), call) : call;
    }
}
