using Waggle.Bpf.Instructions;
using Size = Waggle.Bpf.Instructions.MemorySize;

namespace Waggle.Fuzz.Vm;

/// <content>The statements.</content>
internal sealed partial class SafeProgram
{
    private static readonly AluOperation[] s_operations =
    [
        AluOperation.Add, AluOperation.Subtract, AluOperation.Multiply, AluOperation.Divide, AluOperation.Modulo, AluOperation.Or,
        AluOperation.And, AluOperation.Xor, AluOperation.ShiftLeft, AluOperation.ShiftRight, AluOperation.ShiftRightArithmetic, AluOperation.Move,
    ];

    private static readonly JumpOperation[] s_comparisons =
    [
        JumpOperation.Equal, JumpOperation.NotEqual, JumpOperation.GreaterUnsigned, JumpOperation.GreaterOrEqualUnsigned, JumpOperation.LessUnsigned,
        JumpOperation.LessOrEqualUnsigned, JumpOperation.GreaterSigned, JumpOperation.GreaterOrEqualSigned, JumpOperation.LessSigned,
        JumpOperation.LessOrEqualSigned, JumpOperation.AnyBitSet,
    ];

    private static readonly AtomicOperation[] s_atomics =
    [
        AtomicOperation.Add, AtomicOperation.Or, AtomicOperation.And, AtomicOperation.Xor, AtomicOperation.FetchAdd, AtomicOperation.FetchOr,
        AtomicOperation.FetchAnd, AtomicOperation.FetchXor, AtomicOperation.Exchange, AtomicOperation.CompareExchange,
    ];

    private static readonly Size[] s_sizes = [Size.Byte, Size.Half, Size.Word, Size.Double];

    private static int BytesOf(Size size) => size switch { Size.Byte => 1, Size.Half => 2, Size.Word => 4, _ => 8 };

    private void WriteArithmetic()
    {
        bool isWide = Chance(2);
        Register target = Target();
        if (Chance(14))
        {
            _code.Add(Instruction.Negate(isWide ? InstructionClass.Alu64 : InstructionClass.Alu, target));
            return;
        }

        AluOperation operation = Pick<AluOperation>(s_operations);
        bool isDivision = operation is AluOperation.Divide or AluOperation.Modulo;
        short offset = (short)(isDivision && Chance(2) ? 1 : 0);
        if (operation == AluOperation.Move && Chance(2))
            offset = Pick<short>(isWide ? [8, 16, 32] : [8, 16]); // MOVSX
        if (offset > 1 || Chance(2))
        {
            Register source = AnyNumber();
            _code.Add(isWide ? Instruction.Alu64(operation, target, source, offset) : Instruction.Alu32(operation, target, source, offset));
            return;
        }

        int value = Immediate();
        if (isDivision && value == 0) value = 7;
        if (operation is AluOperation.ShiftLeft or AluOperation.ShiftRight or AluOperation.ShiftRightArithmetic) value = _random.Below(isWide ? 64 : 32);
        _code.Add(isWide ? Instruction.Alu64(operation, target, value, offset) : Instruction.Alu32(operation, target, value, offset));
    }

    private void WriteSwap()
    {
        int bits = Pick<int>([16, 32, 64]);
        Register target = Target();
        _code.Add(_random.Below(3) switch
        {
            0 => Instruction.ByteSwap(target, bits),
            1 => Instruction.ToBigEndian(target, bits),
            _ => Instruction.ToLittleEndian(target, bits),
        });
    }

    /// <summary>An access somewhere in the 8 bytes at an address.</summary>
    private void WriteMemoryAccess(Register address, int offset, bool isStack)
    {
        Size size = Pick<Size>(s_sizes);
        int bytes = BytesOf(size);
        // The memory may be read across its eights, the stack not.
        short at = (short)(offset + (isStack ? _random.Below(8 / bytes) * bytes : Math.Min(_random.Below(8), MemorySize - bytes - offset)));
        _code.Add(_random.Below(4) switch
        {
            0 when size != Size.Double => Instruction.LoadSigned(size, Target(), address, at),
            0 or 1 => Instruction.Load(size, Target(), address, at),
            2 => Instruction.Store(size, address, at, AnyNumber()),
            _ => Instruction.Store(size, address, at, Immediate()),
        });
    }

    private void WriteAtomic()
    {
        bool isStack = Chance(3);
        Register address = isStack ? Register.R10 : Register.R6;
        int start = isStack ? -8 * (1 + _random.Below(StackSlots)) : 8 * _random.Below(MemorySize / 8);
        if (Chance(5))
        {
            Size any = Pick<Size>(s_sizes);
            short there = (short)(start + _random.Below(8 / BytesOf(any)) * BytesOf(any));
            _code.Add(Chance(2)
                ? Instruction.Atomic(AtomicOperation.LoadAcquire, any, Target(), address, there)
                : Instruction.Atomic(AtomicOperation.StoreRelease, any, address, AnyNumber(), there));
            return;
        }

        Size size = Chance(2) ? Size.Double : Size.Word;
        AtomicOperation operation = Pick<AtomicOperation>(s_atomics);
        if (operation == AtomicOperation.CompareExchange && _counters.Contains(Register.R0)) return;
        // It may come back in the register that is given.
        _code.Add(Instruction.Atomic(operation, size, address, Target(), (short)(start + (size == Size.Word ? 4 * _random.Below(2) : 0))));
    }

    /// <summary>A load or store at an index that no verifier knows, by way of a copy of the pointer in r1.</summary>
    private void WriteIndexedAccess()
    {
        if (_counters.Contains(Register.R1)) return;
        Register index = Pick<Register>([Register.R2, Register.R3, Register.R4, Register.R5]);
        Size size = Pick<Size>(s_sizes);
        bool isStack = Chance(4);
        _code.Add(Instruction.Alu64(AluOperation.And, index, isStack ? 56 : Pick<int>([7, 15, 31, 24])));
        _code.Add(Instruction.Move(Register.R1, isStack ? Register.R10 : Register.R6));
        if (Chance(2) && !isStack)
        {
            // A constant may be taken from a pointer, an unknown number not: the verifier loses the bounds.
            _code.Add(Instruction.Alu64(AluOperation.Add, Register.R1, 12));
            _code.Add(Instruction.Alu64(AluOperation.Subtract, Register.R1, 12));
        }

        _code.Add(Instruction.Alu64(AluOperation.Add, Register.R1, index));

        short offset = (short)(isStack ? -64 : _random.Below(MemorySize - 32 - BytesOf(size)));
        _code.Add(_random.Below(3) switch
        {
            0 when !isStack => Instruction.Store(size, Register.R1, offset, Pick<Register>([Register.R0, Register.R7, index])),
            1 when size != Size.Double => Instruction.LoadSigned(size, Register.R1, Register.R1, offset),
            _ => Instruction.Load(size, Pick<Register>([Register.R0, Register.R1, index]), Register.R1, offset),
        });
        WriteNumber(Register.R1); // it may be a pointer still
    }

    private Instruction Comparison()
    {
        InstructionClass width = Chance(2) ? InstructionClass.Jmp : InstructionClass.Jmp32;
        JumpOperation operation = Pick<JumpOperation>(s_comparisons);
        return Chance(2)
            ? Instruction.Jump(width, operation, AnyNumber(), AnyNumber(), 0)
            : Instruction.Jump(width, operation, AnyNumber(), Immediate(), 0);
    }

    private void WriteCondition(int nesting)
    {
        if (_counters.Count > 0 && Chance(2)) return; // each condition in a loop is one more path for each of its turns
        int over = _code.AddJump(Comparison());
        WriteBlock(nesting + 1);
        if (Chance(8))
        {
            // Leaves early. Nothing may stand behind it that only it would reach.
            _code.Add(Instruction.Move(Register.R0, AnyNumber()));
            _code.Add(Instruction.Exit);
            _code.Land(over);
            return;
        }

        if (Chance(2))
        {
            int end = _code.AddJump(Chance(4) ? Instruction.GotoLong(0) : Instruction.Goto(0));
            _code.Land(over);
            WriteBlock(nesting + 1);
            _code.Land(end);
            return;
        }

        _code.Land(over);
    }

    private void WriteLoop(int nesting)
    {
        Register counter = Pick<Register>([Register.R7, Register.R8, Register.R9]);
        if (!_counters.Add(counter)) return;
        int times = 2 + _random.Below(3), way = _random.Below(4);
        _code.Add(Instruction.Move(counter, way == 0 ? times : 0));
        int start = _code.Count, leave = Chance(4) ? _code.AddJump(Instruction.MayGoto(0)) : -1;
        WriteBlock(nesting + 1);
        _code.Add(Instruction.Alu64(AluOperation.Add, counter, way == 0 ? -1 : 1));
        int back = _code.AddJump(way switch
        {
            0 => Instruction.Jump(InstructionClass.Jmp, JumpOperation.NotEqual, counter, 0, 0),
            1 => Instruction.Jump(InstructionClass.Jmp, JumpOperation.LessUnsigned, counter, times, 0),
            2 => Instruction.Jump(InstructionClass.Jmp32, JumpOperation.LessSigned, counter, times, 0),
            _ => Instruction.Jump(InstructionClass.Jmp, JumpOperation.NotEqual, counter, times, 0),
        });
        _code.Aim(back, start);
        if (leave >= 0) _code.Land(leave);
        _counters.Remove(counter);
    }

    private void WriteCall(int function)
    {
        _code.Add(Instruction.Move(Register.R1, Register.R6));
        _code.AddCall(function);
        _called.Add(function);
        for (Register register = Register.R1; register <= Register.R5; register++) WriteNumber(register);
    }
}
