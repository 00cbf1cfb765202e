using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Size = Waggle.Bpf.Instructions.MemorySize;

namespace Waggle.Fuzz.Verifier;

/// <content>Memory: loads, stores, spills, pointers that move.</content>
internal sealed partial class EdgeProgram
{
    private static readonly AtomicOperation[] s_atomics =
    [
        AtomicOperation.Add, AtomicOperation.Or, AtomicOperation.And, AtomicOperation.Xor, AtomicOperation.FetchAdd, AtomicOperation.FetchOr,
        AtomicOperation.FetchAnd, AtomicOperation.FetchXor, AtomicOperation.Exchange, AtomicOperation.CompareExchange,
    ];

    private int FindMemory() => Dares() ? Find(HeldKind.ValueOrNull, HeldKind.RecordOrNull, HeldKind.PacketEnd, HeldKind.Context)
        : Find(HeldKind.Value, HeldKind.Value, HeldKind.Record, HeldKind.Packet, HeldKind.Frame);

    /// <summary>An offset at which an access of some width lies inside; or, rarely, one beside it.</summary>
    private bool TryPlace(in Held pointer, Size size, out short offset)
    {
        int bytes = size.InBytes(), places = pointer.Room + pointer.Below - bytes + 1;
        offset = 0;
        if (places <= 0 && !Dares()) return false;
        offset = (short)(Chance(4) ? (Chance(2) ? pointer.Room - bytes : -pointer.Below) : _random.Below(places) - pointer.Below);
        if (pointer.Kind == HeldKind.Frame && Chance(8) is false) offset = (short)(offset & ~(bytes - 1));
        if (offset < -pointer.Below) offset = (short)-pointer.Below;
        if (Dares()) offset += (short)(_random.Below(3) - 1);
        return true;
    }

    private void WriteLoad(int target, int pointer)
    {
        Size size = Pick<Size>(s_sizes);
        if (!TryPlace(_held[pointer], size, out short offset)) return;
        bool isSigned = size != Size.Double && Chance(4);
        _code.Add(isSigned ? Instruction.LoadSigned(size, (Register)target, (Register)pointer, offset) : Instruction.Load(size, (Register)target, (Register)pointer, offset));
        _held[target] = Held.Number(isSigned || size == Size.Double ? ulong.MaxValue : ulong.MaxValue >> (64 - 8 * size.InBytes()));
    }

    private void WriteAccess()
    {
        if (FindMemory() is not (>= 0 and var pointer)) return;
        // The stack is read where something lies: by fills.
        if (Chance(2) && _held[pointer].Kind != HeldKind.Frame)
        {
            WriteLoad(FreeRegister(), pointer);
            return;
        }

        Size size = Pick<Size>(s_sizes);
        if ((_held[pointer].Kind == HeldKind.Packet && _type == ProgramType.SocketFilter) || !TryPlace(_held[pointer], size, out short offset)) return;
        if (pointer == 10) Forget(offset, size.InBytes());
        _code.Add(FindNumber() is >= 0 and var value && Chance(2)
            ? Instruction.Store(size, (Register)pointer, offset, (Register)value)
            : Instruction.Store(size, (Register)pointer, offset, EdgeNumbers.NextImmediate(ref _random)));
    }

    private void Forget(int offset, int bytes)
    {
        for (int i = offset; i < offset + bytes; i++)
        {
            if (i is < 0 and >= -8 * StackSlots) _stack[(-i - 1) / 8] = Held.Number();
        }
    }

    private int FindSmall()
    {
        for (int tries = 0; tries < 4; tries++)
        {
            if (FindNumber() is >= 0 and < 10 and var number && (_held[number].Most <= 64 || Dares())) return number;
        }

        return -1;
    }

    /// <summary>A pointer, plus a number that is not known, and an access there.</summary>
    private void WriteVariableAccess()
    {
        if (FindSmall() < 0) WriteBound();
        int pointer = Find(HeldKind.Value, HeldKind.Value, HeldKind.Record, HeldKind.Frame), number = FindSmall();
        if (pointer < 0 || number < 0 || number == pointer || (_held[pointer].Kind == HeldKind.Frame && !Chance(3))) return;
        int target = FreeRegister();
        if (target == number || target == pointer) return;
        Held origin = _held[pointer];
        CopyTo(target, pointer);
        if (_held[pointer].Kind == HeldKind.Frame)
        {
            if (pointer != 10) return;
            _code.Add(Instruction.Alu64(AluOperation.Add, (Register)target, -8 * StackSlots));
            origin = origin with { Room = 8 * StackSlots, Below = 0 };
        }

        bool isBackwards = Chance(6);
        if (isBackwards)
        {
            int ahead = (int)Math.Min(_held[number].Most, 64);
            _code.Add(Instruction.Alu64(AluOperation.Add, (Register)target, ahead));
            origin = origin with { Room = origin.Room - ahead, Below = origin.Below + ahead };
        }

        _code.Add(Instruction.Alu64(isBackwards ? AluOperation.Subtract : AluOperation.Add, (Register)target, (Register)number));
        int most = (int)Math.Min(_held[number].Most, 1000);
        _held[target] = isBackwards ? origin with { Below = origin.Below - most } : origin with { Room = origin.Room - most };
        if (_held[target].Kind == HeldKind.Frame)
        {
            Array.Clear(_stack); // any of it may be overwritten
            if (Chance(2))
            {
                _code.Add(Instruction.Store(Size.Byte, (Register)target, 0, EdgeNumbers.NextImmediate(ref _random)));
                return;
            }
        }

        if (Chance(2) || _held[target].Room < 1) return;
        WriteLoad(FreeRegister(), target);
    }

    private void WritePointerMove()
    {
        int pointer = Find(HeldKind.Value, HeldKind.Packet, HeldKind.Record);
        if (pointer < 0 || _held[pointer].Kind == HeldKind.Record) return;
        int by = _random.Below(24) - 8;
        Held origin = _held[pointer];
        _code.Add(Chance(3) ? Instruction.Alu64(AluOperation.Subtract, (Register)pointer, -by) : Instruction.Alu64(AluOperation.Add, (Register)pointer, by));
        _held[pointer] = origin with { Room = origin.Room - by, Below = origin.Below + by };
    }

    private void WriteSpill()
    {
        int register = Find(HeldKind.Number, HeldKind.Number, HeldKind.Value, HeldKind.Context, HeldKind.ValueOrNull, HeldKind.Packet);
        if (register is < 0 or 10) return;
        int slot = _random.Below(StackSlots);
        if (_held[register].Kind != HeldKind.Number || Chance(2))
        {
            _code.Add(Instruction.Store(Size.Double, Register.R10, (short)(-8 * (slot + 1)), (Register)register));
            _stack[slot] = _held[register];
            return;
        }

        Size size = Pick<Size>(s_sizes);
        int inside = Chance(2) ? 0 : _random.Below(8 / size.InBytes()) * size.InBytes();
        _code.Add(Instruction.Store(size, Register.R10, (short)(-8 * (slot + 1) + inside), (Register)register));
        _stack[slot] = Held.Number();
    }

    private void WriteFill()
    {
        int slot = -1;
        for (int tries = 0; tries < 6 && (slot < 0 || _stack[slot].Kind == HeldKind.Nothing); tries++) slot = _random.Below(StackSlots);
        if (_stack[slot].Kind == HeldKind.Nothing && !Chance(6)) return;
        int target = FreeRegister();
        if (_stack[slot].Kind is not (HeldKind.Number or HeldKind.Nothing) || Chance(2))
        {
            _code.Add(Instruction.Load(Size.Double, (Register)target, Register.R10, (short)(-8 * (slot + 1))));
            _held[target] = _stack[slot].Kind == HeldKind.Nothing ? Held.Number() : _stack[slot];
            return;
        }

        Size size = Pick<Size>(s_sizes);
        int inside = Chance(2) ? 0 : _random.Below(8 / size.InBytes()) * size.InBytes();
        short offset = (short)(-8 * (slot + 1) + inside);
        _code.Add(size != Size.Double && Chance(4) ? Instruction.LoadSigned(size, (Register)target, Register.R10, offset) : Instruction.Load(size, (Register)target, Register.R10, offset));
        _held[target] = Held.Number();
    }

    private void WriteAtomic()
    {
        int pointer = Find(HeldKind.Value, HeldKind.Frame);
        if (pointer < 0 || _held[pointer].Room + _held[pointer].Below < 8) return;
        Held held = _held[pointer];
        short offset = (short)(8 * _random.Below((held.Room + held.Below) / 8) - (held.Below & ~7));
        if (pointer == 10) Forget(offset, 8);
        int source = NumberToChange();
        if (Chance(5))
        {
            Size any = Pick<Size>(s_sizes);
            _code.Add(Chance(2)
                ? Instruction.Atomic(AtomicOperation.LoadAcquire, any, (Register)source, (Register)pointer, offset)
                : Instruction.Atomic(AtomicOperation.StoreRelease, any, (Register)pointer, (Register)source, offset));
        }
        else
        {
            AtomicOperation operation = Pick<AtomicOperation>(s_atomics);
            if (operation == AtomicOperation.CompareExchange && (_held[0].Kind != HeldKind.Number || _counters.Contains(0))) operation = AtomicOperation.FetchAdd;
            _code.Add(Instruction.Atomic(operation, Chance(2) ? Size.Double : Size.Word, (Register)pointer, (Register)source, offset));
            if (operation == AtomicOperation.CompareExchange) _held[0] = Held.Number();
        }

        _held[source] = Held.Number();
    }

    private void WriteContextLoad() => WriteContextLoad(FreeRegister());

    private bool WriteContextLoad(int target)
    {
        int context = Find(HeldKind.Context);
        if (context < 0 || _counters.Contains(target)) return false;
        bool isXdp = _type == ProgramType.Xdp;
        int offset = isXdp ? Pick<int>([12, 16]) : Pick<int>([0, 4, 8, 16, 32, 48, 52, 56, 60, 64, 68]);
        if (!isXdp && Chance(4) && FindNumber() is >= 0 and var value)
        {
            _code.Add(Instruction.Store(Size.Word, (Register)context, (short)(48 + 4 * _random.Below(5)), (Register)value)); // cb
        }

        Size size = !isXdp && offset >= 48 && offset < 68 && Chance(3) ? Pick<Size>([Size.Byte, Size.Half]) : Size.Word;
        if (Dares()) offset += 2;
        _code.Add(Instruction.Load(size, (Register)target, (Register)context, (short)offset));
        _held[target] = Held.Number(uint.MaxValue);
        return true;
    }
}
