using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Size = Waggle.Bpf.Instructions.MemorySize;

namespace Waggle.Fuzz.Verifier;

/// <content>Helpers, functions, packets.</content>
internal sealed partial class EdgeProgram
{
    private const int MapLookup = 1, MapUpdate = 2, MapDelete = 3, TimeNanoseconds = 5, RandomNumber = 7, Processor = 8, Reserve = 131, Submit = 132, Discard = 133, Loop = 181;

    private void Clobber()
    {
        for (int i = 0; i <= 5; i++)
        {
            if (!Dares()) _held[i] = default;
        }
    }

    /// <summary>No loop may count in what a call changes.</summary>
    private bool MayCall() => !_counters.Overlaps([0, 1, 2, 3, 4, 5]);

    // Saves what would be lost, now and then.
    private void Keep()
    {
        for (int i = 0; i <= 5; i++)
        {
            if (_held[i].Kind is HeldKind.Nothing or HeldKind.Number || Chance(3)) continue;
            int safe = 6 + _random.Below(4);
            if (!_counters.Contains(safe) && _held[safe].Kind is HeldKind.Nothing or HeldKind.Number) CopyTo(safe, i);
        }
    }

    private static bool HasLongKey(string map) => map == FuzzMaps.Hash;

    private void WriteKey(string map, Register register, int slot)
    {
        short place = (short)(-8 * (slot + 1));
        Size size = HasLongKey(map) ? Size.Double : Size.Word;
        _code.Add(FindNumber() is >= 0 and < 10 and var number && Chance(3)
            ? Instruction.Store(size, Register.R10, place, (Register)number)
            : Instruction.Store(size, Register.R10, place, _random.Below(6)));
        _stack[slot] = Held.Number();
        _code.Add(Instruction.Move(register, Register.R10));
        _code.Add(Instruction.Alu64(AluOperation.Add, register, place));
    }

    private void WriteLookup()
    {
        if (!MayCall()) return;
        Keep();
        string map = Pick<string>([FuzzMaps.Array, FuzzMaps.Array, FuzzMaps.Hash, FuzzMaps.PerCpu]);
        WriteKey(map, Register.R2, _random.Below(StackSlots));
        WriteMap(1, map);
        _code.Add(Instruction.CallHelper(MapLookup));
        Clobber();
        _held[0] = new(HeldKind.ValueOrNull, FuzzMaps.SpecOf(map).ValueSizeInBytes, 0, Id: ++_lastId);
        WriteNullCheck(HeldKind.Value);
        if (!HoldsRecord && Chance(2)) WriteVariableAccess();
    }

    /// <summary>Shows that r0, or a copy, is not zero.</summary>
    private void WriteNullCheck(HeldKind kind)
    {
        int safe = 6 + _random.Below(4);
        if (!Chance(4) && !_counters.Contains(safe) && _held[safe].Kind is not (HeldKind.Record or HeldKind.RecordOrNull)) CopyTo(safe, 0);
        if (Dares() || (HoldsRecord && kind != HeldKind.Record && Chance(2))) return;
        int tested = Chance(3) && _held[safe] == _held[0] ? safe : 0;
        Held held = _held[tested];
        if (HoldsRecord && kind != HeldKind.Record)
        {
            // Not to be left with a record in hand: the value is used in a block of its own.
            int over = _code.AddJump(Instruction.Jump(InstructionClass.Jmp, JumpOperation.Equal, (Register)tested, 0, 0));
            Held[] before = [.. _held], stack = [.. _stack];
            Become(held.Id, kind);
            WriteAccess();
            WriteVariableAccess();
            _code.Land(over);
            Meet(before, stack);
            return;
        }

        Leave(Instruction.Jump(InstructionClass.Jmp, JumpOperation.NotEqual, (Register)tested, 0, 0));
        Become(held.Id, kind);
    }

    private void Become(int id, HeldKind kind)
    {
        for (int i = 0; i < _held.Length; i++)
        {
            if (_held[i].Id == id) _held[i] = _held[i] with { Kind = kind, Id = kind == HeldKind.Record ? id : 0 };
        }

        for (int i = 0; i < _stack.Length; i++)
        {
            if (_stack[i].Id == id) _stack[i] = _stack[i] with { Kind = kind, Id = kind == HeldKind.Record ? id : 0 };
        }
    }

    private void WriteGlobal()
    {
        int register = FreeRegister(), offset = _random.Below(5) * 8;
        WriteMap(register, FuzzMaps.Global, offset);
        _held[register] = new(HeldKind.Value, FuzzMaps.SpecOf(FuzzMaps.Global).ValueSizeInBytes - offset, offset);
    }

    private void WriteChange()
    {
        if (!MayCall()) return;
        Keep();
        string map = Pick<string>([FuzzMaps.Array, FuzzMaps.Hash]);
        bool isUpdate = Chance(2);
        int value = Find(HeldKind.Value);
        if (isUpdate && (value < 0 || _held[value].Room < 64))
        {
            if (Chance(3)) return;
            // 64 bytes of the stack, which may hold anything.
            _code.Add(Instruction.Move(Register.R3, Register.R10));
            _code.Add(Instruction.Alu64(AluOperation.Add, Register.R3, -8 * StackSlots));
        }
        else if (isUpdate) _code.Add(Instruction.Move(Register.R3, (Register)value));
        WriteKey(map, Register.R2, _random.Below(2));
        if (isUpdate) _code.Add(Instruction.Move(Register.R4, _random.Below(3)));
        WriteMap(1, map);
        _code.Add(Instruction.CallHelper(isUpdate ? MapUpdate : MapDelete));
        Clobber();
        _held[0] = Held.Number();
    }

    private void WriteRecord()
    {
        if (_open != 0) return;
        if (HoldsRecord)
        {
            if (Chance(2)) WriteRelease();
            return;
        }

        if (!MayCall() || _counters.Count > 0 || _function > 0) return;
        Keep();
        int size = 8 * (1 + _random.Below(8));
        WriteMap(1, FuzzMaps.Ring);
        _code.Add(Instruction.Move(Register.R2, size));
        _code.Add(Instruction.Move(Register.R3, 0));
        _code.Add(Instruction.CallHelper(Reserve));
        Clobber();
        _held[0] = new(HeldKind.RecordOrNull, size, 0, Id: ++_lastId);
        WriteNullCheck(HeldKind.Record);
        if (_held[0].Kind == HeldKind.Record) _record = _lastId;
    }

    private void WriteRelease()
    {
        int record = -1;
        for (int i = 0; i < 10; i++)
        {
            if (_held[i].Kind == HeldKind.Record && _held[i].Id == _record && _held[i] is { Below: 0 }) record = i;
        }

        if (record >= 0)
        {
            _code.Add(Instruction.Move(Register.R1, (Register)record));
            _code.Add(Instruction.Move(Register.R2, 0));
            _code.Add(Instruction.CallHelper(Chance(2) ? Submit : Discard));
            Clobber();
        }

        for (int i = 0; i < _held.Length; i++)
        {
            if (_held[i].Kind == HeldKind.Record && !Dares()) _held[i] = default;
        }

        _record = 0;
    }

    private void WriteSimpleCall()
    {
        if (!MayCall()) return;
        Keep();
        int helper = Pick<int>([TimeNanoseconds, RandomNumber, Processor]);
        _code.Add(Instruction.CallHelper(helper));
        Clobber();
        _held[0] = Held.Number(helper == Processor ? 8191u : ulong.MaxValue);
    }

    private void WriteCall(int function)
    {
        if (!MayCall()) return;
        _called.Add(function);
        Keep();
        int first = FindNumber();
        if (first >= 0 && first != 1 && Chance(2)) CopyTo(1, first);
        else WriteConstant(1, EdgeNumbers.NextImmediate(ref _random));
        _code.Add(Instruction.Move(Register.R2, Register.R10));
        _code.Add(Instruction.Alu64(AluOperation.Add, Register.R2, -16 - 8 * _random.Below(3)));
        if (_isCallback[function] != CallbackKind.None)
        {
            _code.Add(Instruction.Move(Register.R3, Register.R2));
            bool isElement = _isCallback[function] == CallbackKind.Element;
            if (isElement) WriteMap(1, FuzzMaps.Array);
            else if (!(_held[1].Kind == HeldKind.Number && _held[1].Most < 100) && !Chance(8)) _code.Add(Instruction.Move(Register.R1, _random.Below(12)));
            _callbacks.Add((_code.Count, function));
            (Instruction low, Instruction high) = Instruction.LoadImmediate64(Register.R2, 0);
            _code.Add(low with { Source = (Register)PseudoSource.Function });
            _code.Add(high);
            _code.Add(Instruction.Move(Register.R4, 0));
            _code.Add(Instruction.CallHelper(isElement ? ForEach : Loop));
        }
        else
        {
            WriteConstant(3, EdgeNumbers.NextImmediate(ref _random));
            if (FindNumber() is >= 0 and var other && other is not (1 or 2 or 3)) CopyTo(4, other);
            else WriteConstant(4, 1);
            _code.AddCall(function);
        }

        Clobber();
        for (int i = 0; i < 5; i++) _stack[i] = _stack[i].Kind == HeldKind.Nothing ? default : Held.Number(); // it was given
        _held[0] = Held.Number();
    }

    private void WritePacket(int nesting)
    {
        int context = Find(HeldKind.Context);
        if (context < 0 || _type == ProgramType.SocketFilter && !Dares() || HoldsRecord) return;
        int packet = FreeRegister(), end = FreeRegister(), limit = FreeRegister();
        if (packet == end || packet == limit || end == limit || context == packet || nesting > MaximumNesting) return;
        bool isXdp = _type == ProgramType.Xdp;
        _code.Add(Instruction.Load(Size.Word, (Register)packet, (Register)context, (short)(isXdp ? 0 : 76)));
        _code.Add(Instruction.Load(Size.Word, (Register)end, (Register)context, (short)(isXdp ? 4 : 80)));
        if (context == end) return;
        (_held[packet], _held[end]) = (new(HeldKind.Packet), new(HeldKind.PacketEnd));
        int number = Find(HeldKind.Number);
        if (number >= 0 && number != limit && _held[number].Most <= 64 && Chance(2))
            _code.Add(Instruction.Alu64(AluOperation.Add, (Register)packet, (Register)number));
        int bytes = 1 + _random.Below(40);
        _code.Add(Instruction.Move((Register)limit, (Register)packet));
        _code.Add(Instruction.Alu64(AluOperation.Add, (Register)limit, bytes));
        (Register left, Register right) = ((Register)limit, (Register)end);
        // What these leave to the access: all of them, one fewer, or one more.
        (Instruction jump, int shown) = _random.Below(6) switch
        {
            0 => (Instruction.Jump(InstructionClass.Jmp, JumpOperation.LessOrEqualUnsigned, left, right, 0), bytes),
            1 => (Instruction.Jump(InstructionClass.Jmp, JumpOperation.GreaterOrEqualUnsigned, right, left, 0), bytes),
            2 => (Instruction.Jump(InstructionClass.Jmp, JumpOperation.LessUnsigned, left, right, 0), bytes + 1),
            3 => (Instruction.Jump(InstructionClass.Jmp, JumpOperation.GreaterUnsigned, right, left, 0), bytes + 1),
            4 => (Instruction.Jump(InstructionClass.Jmp, JumpOperation.LessOrEqualUnsigned, left, right, 0), bytes),
            _ => (Instruction.Jump(InstructionClass.Jmp, JumpOperation.LessUnsigned, left, right, 0), bytes),
        };
        Leave(jump);
        _held[packet] = new(HeldKind.Packet, shown);
        _held[limit] = new(HeldKind.Packet, shown - bytes, bytes);
        WriteLoad(FreeRegister(), packet);
    }
}
