using Waggle.Bpf.Instructions;

namespace Waggle.Fuzz.Verifier;

/// <content>Arithmetic, bounds, conditions, loops.</content>
internal sealed partial class EdgeProgram
{
    private static readonly AluOperation[] s_operations =
    [
        AluOperation.Add, AluOperation.Add, AluOperation.Subtract, AluOperation.Multiply, AluOperation.Divide, AluOperation.Modulo, AluOperation.Or,
        AluOperation.And, AluOperation.Xor, AluOperation.ShiftLeft, AluOperation.ShiftRight, AluOperation.ShiftRightArithmetic, AluOperation.Move,
    ];

    private static readonly JumpOperation[] s_comparisons =
    [
        JumpOperation.Equal, JumpOperation.NotEqual, JumpOperation.GreaterUnsigned, JumpOperation.GreaterOrEqualUnsigned, JumpOperation.LessUnsigned,
        JumpOperation.LessOrEqualUnsigned, JumpOperation.GreaterSigned, JumpOperation.GreaterOrEqualSigned, JumpOperation.LessSigned,
        JumpOperation.LessOrEqualSigned, JumpOperation.AnyBitSet,
    ];

    private void WriteArithmetic()
    {
        int target = NumberToChange();
        (Register register, bool isWide) = ((Register)target, Chance(2));
        switch (_random.Below(12))
        {
            case 0:
                _code.Add(Instruction.Negate(isWide ? InstructionClass.Alu64 : InstructionClass.Alu, register));
                break;
            case 1:
                int bits = Pick<int>([16, 32, 64]);
                _code.Add(_random.Below(3) switch { 0 => Instruction.ByteSwap(register, bits), 1 => Instruction.ToBigEndian(register, bits), _ => Instruction.ToLittleEndian(register, bits) });
                break;
            case 2:
                short width = isWide ? Pick<short>([8, 16, 32]) : Pick<short>([8, 16]); // MOVSX
                _code.Add(isWide ? Instruction.Alu64(AluOperation.Move, register, register, width) : Instruction.Alu32(AluOperation.Move, register, register, width));
                break;
            default:
                WriteOperation(register, isWide);
                break;
        }

        _held[target] = Held.Number();
    }

    private void WriteOperation(Register target, bool isWide)
    {
        AluOperation operation = Pick<AluOperation>(s_operations);
        short sign = (short)(operation is AluOperation.Divide or AluOperation.Modulo && Chance(3) ? 1 : 0);
        int source = FindNumber();
        if (source >= 0 && Chance(2))
        {
            _code.Add(isWide ? Instruction.Alu64(operation, target, (Register)source, sign) : Instruction.Alu32(operation, target, (Register)source, sign));
            return;
        }

        int value = EdgeNumbers.NextImmediate(ref _random);
        if (operation is AluOperation.ShiftLeft or AluOperation.ShiftRight or AluOperation.ShiftRightArithmetic) value = _random.Below(isWide ? 64 : 32);
        if (operation is AluOperation.Divide or AluOperation.Modulo && value == 0) value = 3;
        _code.Add(isWide ? Instruction.Alu64(operation, target, value, sign) : Instruction.Alu32(operation, target, value, sign));
    }

    /// <summary>Makes a number small, in one of the ways that programs have.</summary>
    private void WriteBound()
    {
        int target = NumberToChange();
        Register register = (Register)target;
        int most = Pick<int>([1, 3, 4, 7, 8, 12, 15, 16, 31, 40, 63]);
        bool isWide = Chance(2);
        switch (_random.Below(6))
        {
            case 0:
                _code.Add(isWide ? Instruction.Alu64(AluOperation.And, register, most) : Instruction.Alu32(AluOperation.And, register, most));
                break;
            case 1:
                _code.Add(isWide ? Instruction.Alu64(AluOperation.Modulo, register, most + 1) : Instruction.Alu32(AluOperation.Modulo, register, most + 1));
                break;
            case 2:
                int bits = 1 + _random.Below(6);
                _code.Add(isWide ? Instruction.Alu64(AluOperation.ShiftRight, register, 64 - bits) : Instruction.Alu32(AluOperation.ShiftRight, register, 32 - bits));
                most = (1 << bits) - 1;
                break;
            case 3 when !HoldsRecord:
                // Both ends apart, in the order and width that chance has it.
                Leave(Instruction.Jump(isWide ? InstructionClass.Jmp : InstructionClass.Jmp32, JumpOperation.LessOrEqualSigned, register, most, 0));
                Leave(Instruction.Jump(isWide ? InstructionClass.Jmp : InstructionClass.Jmp32, JumpOperation.GreaterOrEqualSigned, register, 0, 0));
                if (!isWide) _code.Add(Instruction.Alu32(AluOperation.Move, register, register));
                break;
            default:
                if (HoldsRecord) goto case 0;
                Leave(Chance(2)
                    ? Instruction.Jump(isWide ? InstructionClass.Jmp : InstructionClass.Jmp32, JumpOperation.LessOrEqualUnsigned, register, most, 0)
                    : Instruction.Jump(isWide ? InstructionClass.Jmp : InstructionClass.Jmp32, JumpOperation.LessUnsigned, register, most + 1, 0));
                if (!isWide && !Dares()) _code.Add(Instruction.Alu32(AluOperation.Move, register, register));
                break;
        }

        _held[target] = Held.Number((ulong)most);
    }

    private bool HoldsRecord => _record != 0 || _open != 0;

    /// <summary>Goes on where the jump leads, and else out of the function.</summary>
    private void Leave(Instruction jump)
    {
        int over = _code.AddJump(jump);
        _code.Add(Instruction.Move(Register.R0, _isCallback[_function] != CallbackKind.None ? 1 : _random.Below(3)));
        _code.Add(Instruction.Exit);
        _code.Land(over);
    }

    private Instruction Comparison()
    {
        int left = FindNumber(), right = Chance(2) ? FindNumber() : -1;
        if (left < 0) left = NumberToChange();
        JumpOperation operation = Pick<JumpOperation>(s_comparisons);
        return right >= 0
            ? Instruction.Jump(AnyWidth(), operation, (Register)left, (Register)right, 0)
            : Instruction.Jump(AnyWidth(), operation, (Register)left, EdgeNumbers.NextImmediate(ref _random), 0);
    }

    private void WriteCondition(int nesting)
    {
        if (_counters.Count > 0 && Chance(2)) return; // each condition in a loop is one more path for each of its turns
        int over = _code.AddJump(Comparison());
        Held[] held = [.. _held], stack = [.. _stack];
        int record = _record;
        WriteBlock(nesting + 1);
        Balance(record);
        if (Chance(2))
        {
            int end = _code.AddJump(Chance(4) ? Instruction.GotoLong(0) : Instruction.Goto(0));
            _code.Land(over);
            (Held[] first, Held[] firstStack) = (_held, _stack);
            (_held, _stack, _record) = ([.. held], [.. stack], record);
            WriteBlock(nesting + 1);
            Balance(record);
            _code.Land(end);
            Meet(first, firstStack);
            return;
        }

        _code.Land(over);
        Meet(held, stack);
    }

    // A record that was taken on one way only has to be given back on it.
    private void Balance(int record)
    {
        if (_record != 0 && _record != record && !Dares()) WriteRelease();
    }

    private void Meet(Held[] held, Held[] stack)
    {
        if (Dares()) return;
        for (int i = 0; i < held.Length; i++) _held[i] = _held[i].Meet(held[i]);
        for (int i = 0; i < stack.Length; i++) _stack[i] = _stack[i].Meet(stack[i]);
    }

    private void WriteLoop(int nesting)
    {
        int counter = 6 + _random.Below(4);
        if (_held[counter].Kind is not (HeldKind.Nothing or HeldKind.Number) || HoldsRecord || !_counters.Add(counter)) return;
        int times = 2 + _random.Below(5), way = _random.Below(5);
        Register register = (Register)counter;
        WriteConstant(counter, way == 0 ? times : 0);
        _held[counter] = Held.Number((ulong)times);
        Held[] held = [.. _held], stack = [.. _stack];
        int start = _code.Count, leave = Chance(3) ? _code.AddJump(Instruction.MayGoto(0)) : -1;
        // What the body finds is what it left the turn before: numbers and pointers that never change stay.
        int room = _room;
        _room = Math.Min(_room, 5);
        for (int i = 0; i < held.Length; i++)
        {
            if (_held[i].Kind == HeldKind.Number) _held[i] = Held.Number(i == counter ? (ulong)times : ulong.MaxValue);
        }

        WriteBlock(nesting + 1);
        Balance(0);
        _room += room - 5;
        _code.Add(Instruction.Alu64(AluOperation.Add, register, way == 0 ? -1 : 1));
        int back = _code.AddJump(way switch
        {
            0 => Instruction.Jump(InstructionClass.Jmp, JumpOperation.NotEqual, register, 0, 0),
            1 => Instruction.Jump(InstructionClass.Jmp, JumpOperation.LessUnsigned, register, times, 0),
            2 => Instruction.Jump(InstructionClass.Jmp32, JumpOperation.LessSigned, register, times, 0),
            3 when leave >= 0 => Instruction.Goto(0),
            _ => Instruction.Jump(InstructionClass.Jmp, JumpOperation.NotEqual, register, times, 0),
        });
        _code.Aim(back, start);
        if (leave >= 0) _code.Land(leave);
        Meet(held, stack);
        _counters.Remove(counter);
    }
}
