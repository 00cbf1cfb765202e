using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Size = Waggle.Bpf.Instructions.MemorySize;

namespace Waggle.Fuzz.Verifier;

/// <content>Iterators, dynptrs, locks; helpers that read and write memory of a size; tail calls; what changes packets.</content>
internal sealed partial class EdgeProgram
{
    private const int TailCall = 12, PerfOutput = 25, LoadPacketBytes = 26, ChecksumDifference = 28, ChangeTail = 38, PullData = 39, AdjustHead = 44, AdjustTail = 65, LockValue = 93, UnlockValue = 94;
    private const int ReadKernel = 113, RingOutput = 130, ForEach = 164, DynamicFromMemory = 197, DynamicReserve = 198, DynamicSubmit = 199, DynamicDiscard = 200, DynamicRead = 201, DynamicWrite = 202, DynamicData = 203;

    // Behind what the walk uses of the stack.
    private const short IteratorPlace = -8 * (StackSlots + 1), DynamicPlace = -8 * (StackSlots + 3);

    private bool MayOpen => _open == 0 && !HoldsRecord && _counters.Count == 0;

    private void WriteAddress(Register register, int offset)
    {
        _code.Add(Instruction.Move(register, Register.R10));
        _code.Add(Instruction.Alu64(AluOperation.Add, register, offset));
    }

    private void WriteKernelCall(int function)
    {
        _externs.Add(new(_code.Count, FuzzTypes.KernelFunctions[function]));
        _code.Add(Instruction.Call(CallKind.KernelFunction, 0));
    }

    private void WriteIterator(int nesting)
    {
        if (!MayOpen) return;
        Keep();
        WriteAddress(Register.R1, IteratorPlace);
        int first = _random.Below(4) - 1;
        _code.Add(Instruction.Move(Register.R2, first));
        _code.Add(Instruction.Move(Register.R3, first + _random.Below(5)));
        WriteKernelCall(0);
        Clobber();
        _open++;
        Held[] held = [.. _held], stack = [.. _stack];
        for (int i = 0; i < held.Length; i++)
        {
            if (_held[i].Kind == HeldKind.Number) _held[i] = Held.Number();
        }

        int start = _code.Count, room = _room;
        WriteAddress(Register.R1, IteratorPlace);
        WriteKernelCall(1);
        Clobber();
        int over = _code.AddJump(Instruction.Jump(InstructionClass.Jmp, JumpOperation.Equal, Register.R0, 0, 0));
        int item = 1 + _random.Below(5);
        _code.Add(Instruction.Load(Size.Word, (Register)item, Register.R0, 0));
        _held[item] = Held.Number(uint.MaxValue);
        _room = Math.Min(_room, 4);
        WriteBlock(nesting + 1);
        _room += room - 4;
        _code.Aim(_code.AddJump(Instruction.Goto(0)), start);
        _code.Land(over);
        Meet(held, stack);
        _open--;
        if (Dares()) return;
        WriteAddress(Register.R1, IteratorPlace);
        WriteKernelCall(2);
        Clobber();
    }

    /// <summary>A dynptr over a value or a record, used and given back.</summary>
    private void WriteDynamic()
    {
        if (!MayOpen || !MayCall()) return;
        int value = Find(HeldKind.Value);
        bool isRecord = value < 0 || Chance(2);
        if (!isRecord && (_held[value].Room < 8 || _held[value].Below != 0)) return;
        int size = 8 * (1 + _random.Below(isRecord ? 4 : _held[value].Room / 8));
        Keep();
        if (isRecord) WriteMap(1, FuzzMaps.Ring);
        else if (value != 1) _code.Add(Instruction.Move(Register.R1, (Register)value));
        _code.Add(Instruction.Move(Register.R2, size));
        _code.Add(Instruction.Move(Register.R3, 0));
        WriteAddress(Register.R4, DynamicPlace);
        _code.Add(Instruction.CallHelper(isRecord ? DynamicReserve : DynamicFromMemory));
        Clobber();
        _open++;
        for (int uses = 1 + _random.Below(3); uses > 0; uses--) WriteDynamicUse(size);
        _open--;
        if (!isRecord || Dares()) return;
        WriteAddress(Register.R1, DynamicPlace);
        _code.Add(Instruction.Move(Register.R2, 0));
        _code.Add(Instruction.CallHelper(Chance(2) ? DynamicSubmit : DynamicDiscard));
        Clobber();
    }

    private void WriteDynamicUse(int size)
    {
        int length = 1 + _random.Below(8), offset = _random.Below(size);
        switch (_random.Below(3))
        {
            case 0:
                WriteAddress(Register.R1, -16);
                _code.Add(Instruction.Move(Register.R2, length));
                WriteAddress(Register.R3, DynamicPlace);
                _code.Add(Instruction.Move(Register.R4, offset));
                _code.Add(Instruction.Move(Register.R5, 0));
                _code.Add(Instruction.CallHelper(DynamicRead));
                Forget(-16, 16);
                break;
            case 1:
                _code.Add(Instruction.Store(Size.Double, Register.R10, -8, EdgeNumbers.NextImmediate(ref _random)));
                _stack[0] = Held.Number();
                WriteAddress(Register.R1, DynamicPlace);
                _code.Add(Instruction.Move(Register.R2, offset));
                WriteAddress(Register.R3, -8);
                _code.Add(Instruction.Move(Register.R4, length));
                _code.Add(Instruction.Move(Register.R5, 0));
                _code.Add(Instruction.CallHelper(DynamicWrite));
                break;
            default:
                WriteAddress(Register.R1, DynamicPlace);
                _code.Add(Instruction.Move(Register.R2, offset));
                _code.Add(Instruction.Move(Register.R3, length));
                _code.Add(Instruction.CallHelper(DynamicData));
                Clobber();
                int over = _code.AddJump(Instruction.Jump(InstructionClass.Jmp, JumpOperation.Equal, Register.R0, 0, 0));
                _held[0] = new(HeldKind.Record, length);
                WriteLoad(1 + _random.Below(5), 0);
                _code.Add(Instruction.Store(Size.Byte, Register.R0, (short)(_random.Below(length) + (Dares() ? 1 : 0)), _random.Below(256)));
                _code.Land(over);
                break;
        }

        Clobber();
        _held[0] = Held.Number();
    }

    private void WriteLocked()
    {
        if (!MayOpen || !MayCall() || (_type == ProgramType.SocketFilter && !Dares()) || _isCallback[_function] != CallbackKind.None) return;
        Keep();
        int safe = 6 + _random.Below(4);
        WriteKey(FuzzMaps.Locked, Register.R2, _random.Below(StackSlots));
        WriteMap(1, FuzzMaps.Locked);
        _code.Add(Instruction.CallHelper(MapLookup));
        Clobber();
        int over = _code.AddJump(Instruction.Jump(InstructionClass.Jmp, JumpOperation.Equal, Register.R0, 0, 0));
        _code.Add(Instruction.Move((Register)safe, Register.R0));
        _code.Add(Instruction.Move(Register.R1, Register.R0));
        _code.Add(Instruction.CallHelper(LockValue));
        Clobber();
        // The value behind its lock.
        _held[safe] = new(HeldKind.Record, (int)FuzzMaps.LockedSize, -8);
        _open++;
        for (int uses = 1 + _random.Below(3); uses > 0; uses--)
        {
            if (Chance(2)) WriteLoad(1 + _random.Below(5), safe);
            else if (TryPlace(_held[safe], Size.Word, out short offset)) _code.Add(Instruction.Store(Size.Word, (Register)safe, offset, EdgeNumbers.NextImmediate(ref _random)));
            if (Chance(3)) WriteArithmetic();
        }

        _open--;
        if (!Dares())
        {
            _code.Add(Instruction.Move(Register.R1, (Register)safe));
            _code.Add(Instruction.CallHelper(UnlockValue));
        }

        Clobber();
        _code.Land(over);
        _held[safe] = default;
    }

    /// <summary>A helper that reads or writes memory of a size, which may be a number that was bounded.</summary>
    private void WriteSized()
    {
        int context = Find(HeldKind.Context);
        if (!MayCall()) return;
        int which = _random.Below(_type == ProgramType.SocketFilter && !Dares() ? 4 : 5); // bpf_csum_diff is not for them
        if ((which is 1 or 2 && context < 0) || (which == 2 && _type == ProgramType.Xdp)) return;
        Keep();
        int room = 8 * (1 + _random.Below(4)), number = FindNumber();
        // What is not in the registers that the arguments go into.
        bool isBounded = number is > 5 and < 10 && _held[number].Most <= (ulong)room && Chance(2);
        if (which is 1 or 2 && context != 1) _code.Add(Instruction.Move(Register.R1, (Register)context));
        switch (which)
        {
            case 0: // bpf_probe_read_kernel
                _code.Add(Instruction.Move(Register.R3, Find(HeldKind.Value, HeldKind.Number) is >= 0 and var source && Chance(2) ? (Register)source : Register.R10));
                WriteAddress(Register.R1, -room);
                WriteSize(Register.R2);
                _code.Add(Instruction.CallHelper(ReadKernel));
                Forget(-room, room);
                break;
            case 1: // bpf_perf_event_output
                WriteMap(2, FuzzMaps.Events);
                _code.Add(Instruction.Alu32(AluOperation.Move, Register.R3, -1));
                WriteAddress(Register.R4, -room);
                WriteSize(Register.R5);
                _code.Add(Instruction.CallHelper(PerfOutput));
                break;
            case 2: // bpf_skb_load_bytes
                _code.Add(Instruction.Move(Register.R2, _random.Below(40)));
                WriteAddress(Register.R3, -room);
                WriteSize(Register.R4);
                _code.Add(Instruction.CallHelper(LoadPacketBytes));
                Forget(-room, room);
                break;
            case 3: // bpf_ringbuf_output
                WriteMap(1, FuzzMaps.Ring);
                WriteAddress(Register.R2, -room);
                WriteSize(Register.R3);
                _code.Add(Instruction.Move(Register.R4, 0));
                _code.Add(Instruction.CallHelper(RingOutput));
                break;
            default: // bpf_csum_diff
                WriteAddress(Register.R1, -room);
                WriteSize(Register.R2);
                _code.Add(Instruction.Move(Register.R3, 0));
                _code.Add(Instruction.Move(Register.R4, 0));
                _code.Add(Instruction.Move(Register.R5, _random.Below(2)));
                _code.Add(Instruction.CallHelper(ChecksumDifference));
                break;
        }

        Clobber();
        _held[0] = Held.Number();

        void WriteSize(Register register) =>
            _code.Add(isBounded ? Instruction.Move(register, (Register)number) : Instruction.Move(register, room - (Chance(3) ? _random.Below(room) : 0) + (Dares() ? 520 : 0)));
    }

    private void WriteTailCall()
    {
        int context = Find(HeldKind.Context);
        if (context < 0 || HoldsRecord || !MayCall() || _function > 0) return;
        Keep();
        if (context != 1) _code.Add(Instruction.Move(Register.R1, (Register)context));
        if (FindNumber() is > 2 and < 10 and var number) _code.Add(Instruction.Move(Register.R3, (Register)number));
        else _code.Add(Instruction.Move(Register.R3, _random.Below(3)));
        WriteMap(2, FuzzMaps.Programs);
        _code.Add(Instruction.CallHelper(TailCall));
        Clobber();
    }

    // Packet pointers are worth nothing afterwards.
    private void WritePacketChange()
    {
        int context = Find(HeldKind.Context);
        if (context < 0 || HoldsRecord || !MayCall() || _type == ProgramType.SocketFilter || _function > 0) return;
        Keep();
        if (context != 1) _code.Add(Instruction.Move(Register.R1, (Register)context));
        int helper = _type == ProgramType.Xdp ? Pick<int>([AdjustHead, AdjustTail]) : Pick<int>([PullData, ChangeTail]);
        _code.Add(Instruction.Move(Register.R2, helper is AdjustHead or AdjustTail ? _random.Below(17) - 8 : _random.Below(64)));
        if (helper == ChangeTail) _code.Add(Instruction.Move(Register.R3, 0));
        _code.Add(Instruction.CallHelper(helper));
        Clobber();
        _held[0] = Held.Number();
        if (Dares()) return;
        for (int i = 0; i < _held.Length; i++)
        {
            if (_held[i].Kind is HeldKind.Packet or HeldKind.PacketEnd) _held[i] = default;
        }

        for (int i = 0; i < _stack.Length; i++)
        {
            if (_stack[i].Kind is HeldKind.Packet or HeldKind.PacketEnd) _stack[i] = default;
        }
    }

    /// <summary>The loads of classic BPF, which end the program behind the packet.</summary>
    private void WritePacketLoad()
    {
        if (_type == ProgramType.Xdp || HoldsRecord || _function > 0 || !MayCall() || _counters.Contains(6)) return;
        if (_held[6].Kind != HeldKind.Context)
        {
            if (Find(HeldKind.Context) is not (>= 0 and var context)) return;
            CopyTo(6, context);
        }

        Size size = Pick<Size>([Size.Byte, Size.Half, Size.Word]);
        int number = FindNumber();
        bool isIndirect = number is >= 0 and < 10 && Chance(2);
        Opcode opcode = Opcode.Access(InstructionClass.Ld, size, isIndirect ? MemoryMode.Indirect : MemoryMode.Absolute);
        _code.Add(new Instruction(opcode, 0, isIndirect ? (Register)number : 0, 0, _random.Below(80)));
        Clobber();
        _held[0] = Held.Number(uint.MaxValue);
    }
}
