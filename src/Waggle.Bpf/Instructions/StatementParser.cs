namespace Waggle.Bpf.Instructions;

/// <summary>Reads one instruction and adds it to the code. The forms: <see cref="Disassembler"/> and <see cref="Assembler"/>.</summary>
/// <param name="line">The line, after labels and the listing's index and opcode.</param>
/// <param name="code">Where the instruction goes.</param>
/// <param name="listedOpcode">Opcode in the listing, which settles whether a number takes one slot or two.</param>
/// <param name="symbols">Numbers of helpers.</param>
/// <param name="calls">Where calls by name go, which are resolved when all labels are known.</param>
internal sealed partial class StatementParser(
    LineScanner line, CodeBuffer code, byte? listedOpcode, InstructionSymbols? symbols, List<LabelUse> calls)
{
    /// <summary>Whether the statement was ".slot", which may hold anything.</summary>
    internal bool IsRaw { get; private set; }

    /// <returns>False if the line has an error now.</returns>
    internal bool Parse()
    {
        if (line.TryTakeRegister(out Register register, out bool isWide))
            return ParseAssignment(register, isWide);
        if (line.TryTake("*"))
            return ParseStore();
        if (line.TryTake("lock"))
            return ParseLocked();
        if (line.TryTake("store_release"))
            return ParseStoreRelease();
        if (line.TryTake("if"))
            return ParseIf();
        if (line.TryTake("goto"))
            return ParseTarget(Instruction.Goto(0));
        if (line.TryTake("gotol"))
            return ParseTarget(Instruction.GotoLong(0));
        if (line.TryTake("may_goto"))
            return ParseTarget(Instruction.MayGoto(0));
        if (line.TryTake("call"))
            return ParseCall();
        if (line.TryTake(".slot"))
            return ParseSlot();
        return line.TryTake("exit") ? Emit(Instruction.Exit) : line.Expected("an instruction");
    }

    private bool Emit(Instruction instruction)
    {
        code.Add(instruction);
        return true;
    }

    // Registers and numbers

    private bool TakeRegister(out Register register) =>
        line.TryTakeRegister(out register, out _) || line.Expected("a register from r0 to r10");

    private bool TakeRegister(bool isWide, out Register register)
    {
        int column = line.Column;
        if (!line.TryTakeRegister(out register, out bool foundWide))
            return line.Expected($"a register from {(isWide ? 'r' : 'w')}0 to {(isWide ? 'r' : 'w')}10");
        return foundWide == isWide
            || line.Fail(column, $"the operation is {(isWide ? 64 : 32)} bits wide: write {(isWide ? 'r' : 'w')}{(int)register}");
    }

    private bool TakeSameRegister(bool isWide, Register expected)
    {
        int column = line.Column;
        return TakeRegister(isWide, out Register found)
            && (found == expected || line.Fail(column, $"both registers must be the same: write {(isWide ? 'r' : 'w')}{(int)expected}"));
    }

    private bool TakeInt32(out int value)
    {
        int column = line.Column;
        value = 0;
        return line.TryTakeNumber(out ScannedNumber number)
            ? number.TryToInt32(out value) || line.Fail(column, "the number does not fit 32 bits with sign")
            : line.Expected("a number");
    }

    /// <summary>A number of 32 bits that may be written as hexadecimal digits of its bits.</summary>
    private bool TakeBits32(out int value)
    {
        int column = line.Column;
        value = 0;
        return line.TryTakeNumber(out ScannedNumber number)
            ? number.TryToBits32(out value) || line.Fail(column, "the number does not fit 32 bits")
            : line.Expected("a number");
    }

    private bool TakeUInt32(out int bits)
    {
        int column = line.Column;
        bits = 0;
        if (!line.TryTakeNumber(out ScannedNumber number))
            return line.Expected("a number");
        bool fits = number.TryToUInt32(out uint value);
        bits = (int)value;
        return fits || line.Fail(column, "the number does not fit 32 bits without sign");
    }

    private bool TakeInRange(int minimum, int maximum, out int value)
    {
        int column = line.Column;
        return TakeInt32(out value)
            && ((value >= minimum && value <= maximum) || line.Fail(column, $"the number must be from {minimum} to {maximum}"));
    }

    /// <summary>A second operand of 32 bits: a 64-bit operation extends its sign, so hexadecimal digits must not set it.</summary>
    private bool TakeImmediate(bool isExtended, out int value)
    {
        int column = line.Column;
        value = 0;
        if (!line.TryTakeNumber(out ScannedNumber number))
            return line.Expected("a register or a number");
        if (isExtended ? number.TryToInt32(out value) : number.TryToBits32(out value))
            return true;
        return line.Fail(column, isExtended
            ? "the number does not fit 32 bits with sign, which is what this 64-bit operation extends: load it into a register"
            : "the number does not fit 32 bits");
    }

    // Memory: "(u64 *)(r1 +8)"

    private bool TakeSize(out MemorySize size, out bool isSigned)
    {
        (size, isSigned) = (default, false);
        int column = line.Column;
        if (!line.Take("(") || !line.TryTakeName(out string name))
            return line.Expected("u8, u16, u32 or u64");
        foreach ((string unsignedName, string signedName, MemorySize candidate) in Mnemonics.Sizes)
        {
            if (name != unsignedName && name != signedName)
                continue;
            (size, isSigned) = (candidate, name == signedName);
            return line.Take("*") && line.Take(")");
        }

        return line.Fail(column + 1, $"expected u8, u16, u32 or u64, found '{name}'");
    }

    private bool TakeUnsignedSize(out MemorySize size)
    {
        int column = line.Column;
        return TakeSize(out size, out bool isSigned)
            && (!isSigned || line.Fail(column + 1, "only loads extend the sign: write u instead of s"));
    }

    private bool TakeAddress(out Register register, out short offset)
    {
        offset = 0;
        if (!line.Take("(") || !TakeRegister(isWide: true, out register))
        {
            register = default;
            return false;
        }

        if (line.TryTake(")"))
            return true;
        if (!TakeInRange(short.MinValue, short.MaxValue, out int distance))
            return false;
        offset = (short)distance;
        return line.Take(")");
    }

    private bool ParseStore()
    {
        if (!TakeUnsignedSize(out MemorySize size) || !TakeAddress(out Register address, out short offset) || !line.Take("="))
            return false;
        if (line.TryTakeRegister(out Register source, out _))
            return Emit(Instruction.Store(size, address, offset, source));
        return TakeImmediate(isExtended: size == MemorySize.Double, out int value) && Emit(Instruction.Store(size, address, offset, value));
    }

    private bool ParseLocked()
    {
        if (!line.Take("*") || !TakeUnsignedSize(out MemorySize size) || !TakeAddress(out Register address, out short offset))
            return false;
        foreach ((string symbol, AtomicOperation operation) in Mnemonics.Locked)
        {
            if (line.TryTake(symbol))
                return TakeRegister(out Register source) && Emit(Instruction.Atomic(operation, size, address, source, offset));
        }

        return line.Expected("+=, |=, &= or ^=");
    }

    private bool ParseStoreRelease() =>
        line.Take("(") && TakeUnsignedSize(out MemorySize size) && TakeAddress(out Register address, out short offset)
        && line.Take(",") && TakeRegister(out Register source) && line.Take(")")
        && Emit(Instruction.Atomic(AtomicOperation.StoreRelease, size, address, source, offset));

    // Jumps and calls

    private bool ParseIf()
    {
        if (!line.TryTakeRegister(out Register left, out bool isWide))
            return line.Expected("a register from r0 to r10 or w0 to w10");
        InstructionClass width = isWide ? InstructionClass.Jmp : InstructionClass.Jmp32;
        foreach ((string symbol, JumpOperation operation) in Mnemonics.Comparisons)
        {
            if (!line.TryTake(symbol))
                continue;
            int start = line.Position;
            if (line.TryTakeRegister(out _, out _))
            {
                line.Position = start;
                return TakeRegister(isWide, out Register right) && line.Take("goto")
                    && ParseTarget(Instruction.Jump(width, operation, left, right, 0));
            }

            return TakeBits32(out int value) && line.Take("goto") && ParseTarget(Instruction.Jump(width, operation, left, value, 0));
        }

        return line.Expected("a comparison such as ==, != or s<");
    }

    /// <summary>"pc+3", "+3" or a label.</summary>
    private bool ParseTarget(Instruction jump)
    {
        bool isLong = jump.Opcode.Class == InstructionClass.Jmp32 && jump.Opcode.JumpOperation == JumpOperation.Always;
        if (TryTakeDistanceSign())
        {
            if (isLong)
                return TakeInt32(out int far) && Emit(jump with { Immediate = far });
            return TakeInRange(short.MinValue, short.MaxValue, out int near) && Emit(jump with { Offset = (short)near });
        }

        int column = line.Column;
        if (!line.TryTakeName(out string label))
            return line.Expected("a target such as pc+3 or a label");
        code.AddUse(new(code.Count, label, line.Number, column));
        return Emit(jump);
    }

    /// <summary>Takes "pc" if a sign follows, and leaves the sign.</summary>
    private bool TryTakeDistanceSign()
    {
        int start = line.Position;
        line.TryTake("pc");
        line.SkipSpaces();
        if (line.Rest.Length > 0 && line.Rest[0] is '+' or '-')
            return true;
        line.Position = start;
        return false;
    }

    private bool ParseCall()
    {
        if (TryTakeDistanceSign())
        {
            if (!TakeInt32(out int distance))
                return false;
            if (line.TryTake("#") && !line.TryTakeName(out _) && !line.TryTakeNumber(out _))
                return line.Expected("the function's name");
            return Emit(Instruction.Call(CallKind.Function, distance));
        }

        int column = line.Column;
        if (line.TryTakeNumber(out ScannedNumber number))
        {
            if (line.TryTake("#")) // an address that bpftool has no name for
                return TakeInt32(out int target) && Emit(Instruction.CallHelper(target));
            return number.TryToInt32(out int helper)
                ? Emit(Instruction.CallHelper(helper))
                : line.Fail(column, "the number does not fit 32 bits with sign");
        }

        bool isUnnamedKernelFunction = line.TryTake(Mnemonics.UnknownKernelFunction);
        string name = "";
        if (!isUnnamedKernelFunction && !line.TryTakeName(out name))
            return line.Expected("a helper, a function or a distance such as pc+3");
        if (line.TryTake("#"))
            return TakeInt32(out int id) && ParseNumberedCall(name, id, isUnnamedKernelFunction, column);
        if (isUnnamedKernelFunction)
            return line.Take("#");
        calls.Add(new(code.Count, name, line.Number, column));
        return Emit(Instruction.CallHelper(0));
    }

    /// <summary>What follows "name#5": nothing, "kfunc" or "kfunc:2".</summary>
    private bool ParseNumberedCall(string name, int id, bool isKernelFunction, int column)
    {
        if (line.TryTake("kfunc"))
        {
            int module = 0;
            return (!line.TryTake(":") || TakeInRange(0, short.MaxValue, out module))
                && Emit(Instruction.Call(CallKind.KernelFunction, id) with { Offset = (short)module });
        }

        if (isKernelFunction)
            return Emit(Instruction.Call(CallKind.KernelFunction, id));
        return symbols?.HelperNumber?.Invoke(name) is { } number && number != id
            ? line.Fail(column, $"{name} is helper {number}, not {id}")
            : Emit(Instruction.CallHelper(id));
    }

    private bool ParseSlot()
    {
        IsRaw = true;
        if (!TakeInRange(0, byte.MaxValue, out int opcode) || !line.Take(",")
            || !TakeInRange(0, 15, out int destination) || !line.Take(",")
            || !TakeInRange(0, 15, out int source) || !line.Take(",")
            || !TakeInRange(short.MinValue, short.MaxValue, out int offset) || !line.Take(",")
            || !TakeInt32(out int immediate))
            return false;
        return Emit(new(new Opcode((byte)opcode), (Register)destination, (Register)source, (short)offset, immediate));
    }
}
