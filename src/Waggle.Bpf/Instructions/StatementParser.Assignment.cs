using System.Globalization;

namespace Waggle.Bpf.Instructions;

/// <content>Statements that start with a register: "r1 …".</content>
internal sealed partial class StatementParser
{
    private static readonly byte s_moveOfNumber = Opcode.Alu(InstructionClass.Alu64, AluOperation.Move, Operand.Immediate).Value;

    private bool ParseAssignment(Register destination, bool isWide)
    {
        foreach ((string symbol, AluOperation operation, bool isSigned) in Mnemonics.Assignments)
        {
            if (!line.TryTake(symbol))
                continue;
            if (operation == AluOperation.Move)
                return ParseMove(destination, isWide);

            short offset = (short)(isSigned ? 1 : 0);
            InstructionClass width = isWide ? InstructionClass.Alu64 : InstructionClass.Alu;
            if (StartsWithRegister())
            {
                return TakeRegister(isWide, out Register source)
                    && Emit(new(Opcode.Alu(width, operation, Operand.Register), destination, source, offset, 0));
            }

            return TakeImmediate(isExtended: isWide, out int value)
                && Emit(new(Opcode.Alu(width, operation, Operand.Immediate), destination, 0, offset, value));
        }

        return line.Expected("an assignment such as =, += or s/=");
    }

    private bool ParseMove(Register destination, bool isWide)
    {
        InstructionClass width = isWide ? InstructionClass.Alu64 : InstructionClass.Alu;
        if (StartsWithRegister())
            return TakeRegister(isWide, out Register source) && EmitMove(width, destination, source, extendedFrom: 0);
        if (line.TryTake("*"))
            return ParseLoad(destination, isWide);
        if (line.TryTake("("))
            return ParseSignExtension(width, destination, isWide);

        int start = line.Position;
        if (line.TryTake("-") && StartsWithRegister())
            return TakeSameRegister(isWide, destination) && Emit(Instruction.Negate(width, destination));
        line.Position = start;

        int column = line.Column;
        if (line.TryTakeNumber(out ScannedNumber number))
            return ParseNumber(number, column, destination, isWide);
        if (!line.TryTakeName(out string name))
            return line.Expected("what to assign: a register, a number, memory, a map or a function");
        return ParseFunction(name, column, destination, isWide);
    }

    private bool EmitMove(InstructionClass width, Register destination, Register source, short extendedFrom) =>
        Emit(new(Opcode.Alu(width, AluOperation.Move, Operand.Register), destination, source, extendedFrom, 0));

    private bool ParseNumber(ScannedNumber number, int column, Register destination, bool isWide)
    {
        bool isLong = line.TryTake("ll");
        if (isWide && (isLong || (number.IsHex && !number.IsNegative && listedOpcode != s_moveOfNumber)))
        {
            if (number.IsNegative && number.Magnitude > 1ul << 63)
                return line.Fail(column, "the number does not fit 64 bits");
            code.Add(Instruction.LoadImmediate64(destination, number.Bits));
            return true;
        }

        if (isLong)
            return line.Fail(column, "a 64-bit number needs a 64-bit register: write r instead of w");
        if (isWide ? number.TryToInt32(out int value) : number.TryToBits32(out value))
            return Emit(isWide ? Instruction.Move(destination, value) : Instruction.Alu32(AluOperation.Move, destination, value));
        return line.Fail(column, isWide
            ? "the number does not fit 32 bits with sign: write ll behind it"
            : "the number does not fit 32 bits");
    }

    private bool ParseSignExtension(InstructionClass width, Register destination, bool isWide)
    {
        int column = line.Column;
        if (!line.TryTakeName(out string name) || name is not ("s8" or "s16" or "s32"))
            return line.Fail(column, "expected s8, s16 or s32");
        short bits = short.Parse(name.AsSpan(1), CultureInfo.InvariantCulture);
        return line.Take(")") && TakeRegister(isWide, out Register source) && EmitMove(width, destination, source, bits);
    }

    /// <summary>"*(u64 *)(r1 +8)" or "*(u8 *)skb[…]". Loads narrower than 64 bits may go to w registers, which is the same.</summary>
    private bool ParseLoad(Register destination, bool isWide)
    {
        int column = line.Column;
        if (!TakeSize(out MemorySize size, out bool isSigned))
            return false;
        if (!isWide && (isSigned || size == MemorySize.Double))
            return line.Fail(column, "this load writes 64 bits: write r instead of w");
        if (line.TryTake("skb"))
            return ParsePacketLoad(destination, size, isSigned, column);
        if (!TakeAddress(out Register address, out short offset))
            return false;
        return Emit(isSigned
            ? Instruction.LoadSigned(size, destination, address, offset)
            : Instruction.Load(size, destination, address, offset));
    }

    private bool ParsePacketLoad(Register destination, MemorySize size, bool isSigned, int column)
    {
        if (destination != Register.R0 || isSigned)
            return line.Fail(column, "a packet load is unsigned and goes to r0");
        if (!line.Take("["))
            return false;

        bool isIndirect = line.TryTakeRegister(out Register source, out _);
        int distance = 0;
        if (!isIndirect || !line.TryTake("]"))
        {
            if (isIndirect)
                line.TryTake("+"); // the kernel prints one before a negative number too
            if (!TakeInt32(out distance) || !line.Take("]"))
                return false;
        }

        MemoryMode mode = isIndirect ? MemoryMode.Indirect : MemoryMode.Absolute;
        return Emit(new(Opcode.Access(InstructionClass.Ld, size, mode), 0, source, 0, distance));
    }

    private bool ParseFunction(string name, int column, Register destination, bool isWide)
    {
        foreach ((string swap, Opcode opcode) in Mnemonics.Swaps)
        {
            if (name.StartsWith(swap, StringComparison.Ordinal)
                && int.TryParse(name.AsSpan(swap.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int bits))
                return TakeSameRegister(isWide: true, destination) && Emit(new(opcode, destination, 0, 0, bits));
        }

        switch (name)
        {
            case "load_acquire":
                return line.Take("(") && TakeUnsignedSize(out MemorySize size)
                    && TakeAddress(out Register address, out short offset) && line.Take(")")
                    && Emit(Instruction.Atomic(AtomicOperation.LoadAcquire, size, destination, address, offset));
            case "addr_space_cast":
                return line.Take("(") && TakeRegister(isWide: true, out Register source)
                    && line.Take(",") && TakeInRange(0, ushort.MaxValue, out int to)
                    && line.Take(",") && TakeInRange(0, ushort.MaxValue, out int from) && line.Take(")")
                    && Emit(Instruction.Alu64(AluOperation.Move, destination, source, Mnemonics.AddressSpaceCast)
                        with
                    { Immediate = to << 16 | from });
            case "map" or "var" or "subprog":
                return line.Take("[") && ParseReference(name, destination);
            default:
                break;
        }

        bool isAtomic64 = name.StartsWith("atomic64", StringComparison.Ordinal);
        if (isAtomic64 || name.StartsWith("atomic", StringComparison.Ordinal))
        {
            foreach ((string function, AtomicOperation operation) in Mnemonics.AtomicFunctions)
            {
                if (name.AsSpan(isAtomic64 ? "atomic64".Length : "atomic".Length).SequenceEqual(function))
                    return ParseAtomic(operation, isAtomic64, column, destination);
            }
        }

        return line.Fail(column, $"expected what to assign, found '{name}'{(isWide ? "" : " (w registers take 32-bit operations only)")}");
    }

    private bool ParseAtomic(AtomicOperation operation, bool isAtomic64, int column, Register destination)
    {
        if (!line.Take("(") || !TakeUnsignedSize(out MemorySize size)
            || !TakeAddress(out Register address, out short offset) || !line.Take(","))
            return false;
        if (isAtomic64 && size != MemorySize.Double)
            return line.Fail(column, "atomic64 takes u64");

        bool isCompareExchange = operation == AtomicOperation.CompareExchange;
        if (isCompareExchange)
        {
            int comparand = line.Column;
            if (!TakeRegister(out Register compared) || !line.Take(","))
                return false;
            if (compared != Register.R0 || destination != Register.R0)
                return line.Fail(comparand, "a compare and exchange compares with r0 and returns in r0");
        }

        int registerColumn = line.Column;
        if (!TakeRegister(out Register source))
            return false;
        if (!isCompareExchange && source != destination)
            return line.Fail(registerColumn, $"an atomic operation returns in the register it is given: write r{(int)destination}");
        return line.Take(")") && Emit(Instruction.Atomic(operation, size, address, source, offset));
    }

    /// <summary>What follows "map[", "var[" or "subprog[".</summary>
    private bool ParseReference(string kind, Register destination)
    {
        if (kind == "subprog")
            return ParseFunctionAddress(destination);

        int column = line.Column;
        if (!line.TryTakeName(out string name))
            return line.Expected(kind == "map" ? "a map's name, or id:, fd: or idx: and a number" : "id: and a number");
        if (!line.TryTake(":"))
        {
            if (kind != "map")
                return line.Take(":");
            if (!line.Take("]") || !TryTakeValueOffset(out int? valueOffset))
                return false;
            code.AddMap(destination, name, valueOffset);
            return true;
        }

        if (!TakeUInt32(out int number) || !line.Take("]"))
            return false;
        if (kind == "var")
        {
            int module = 0;
            if (name != "id")
                return line.Fail(column, $"expected id, found '{name}'");
            if (line.TryTake("+") && !TakeUInt32(out module))
                return false;
            code.Add(Instruction.LoadPseudo(destination, PseudoSource.Variable, number, module));
            return true;
        }

        if (name is not ("id" or "fd" or "idx"))
            return line.Fail(column, $"expected id, fd or idx, found '{name}'");
        if (!TryTakeValueOffset(out int? offset))
            return false;
        bool isIndex = name == "idx";
        code.Add(offset is { } value
            ? Instruction.LoadPseudo(destination, isIndex ? PseudoSource.MapIndexValue : PseudoSource.MapValue, number, value)
            : Instruction.LoadPseudo(destination, isIndex ? PseudoSource.MapIndex : PseudoSource.MapDescriptor, number));
        return true;
    }

    private bool ParseFunctionAddress(Register destination)
    {
        line.SkipSpaces();
        if (line.Rest.Length > 0 && line.Rest[0] is '+' or '-')
        {
            if (!TakeInt32(out int distance) || !line.Take("]"))
                return false;
            code.Add(Instruction.LoadPseudo(destination, PseudoSource.Function, distance));
            return true;
        }

        int column = line.Column;
        if (!line.TryTakeName(out string label))
            return line.Expected("a label or a distance such as +3");
        code.AddUse(new(code.Count, label, line.Number, column));
        code.Add(Instruction.LoadPseudo(destination, PseudoSource.Function, 0));
        return line.Take("]");
    }

    /// <summary>"[0]+8" behind a map; null if nothing follows.</summary>
    private bool TryTakeValueOffset(out int? offset)
    {
        offset = null;
        if (!line.TryTake("["))
            return true;
        if (!line.Take("0") || !line.Take("]") || !line.Take("+") || !TakeUInt32(out int value))
            return false;
        offset = value;
        return true;
    }

    private bool StartsWithRegister()
    {
        int start = line.Position;
        bool found = line.TryTakeRegister(out _, out _);
        line.Position = start;
        return found;
    }
}
