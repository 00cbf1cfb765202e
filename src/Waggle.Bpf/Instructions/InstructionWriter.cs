using System.Globalization;
using System.Text;

namespace Waggle.Bpf.Instructions;

/// <summary>Appends the text of instructions to a buffer. The forms: <see cref="Disassembler"/>.</summary>
internal sealed class InstructionWriter(StringBuilder text, InstructionSymbols? symbols, DisassemblyStyle style)
{
    private const int NoSpeculationMode = 0xc0; // class ST: the kernel's own barrier, never loaded by a user
    private const short PerCpuAddress = -1; // offset of mov: the kernel's own, never loaded by a user

    private bool IsExact => style == DisassemblyStyle.Exact;

    /// <summary>Appends the instruction at <paramref name="slot"/>.</summary>
    /// <returns>Slots it takes.</returns>
    internal int Write(ReadOnlySpan<Instruction> program, int slot)
    {
        Instruction instruction = program[slot];
        int defined = InstructionChecker.DefinedLength(program, slot);
        if (IsExact && defined == 0 && !IsReferenceToMap(program, slot))
        {
            WriteSlot(instruction);
            return 1;
        }

        if (instruction.IsWide)
        {
            if (slot + 1 == program.Length)
            {
                WriteSlot(instruction);
                return 1;
            }

            WriteWide(instruction, program[slot + 1], slot);
            return 2;
        }

        switch (instruction.Opcode.Class)
        {
            case InstructionClass.Alu or InstructionClass.Alu64:
                WriteArithmetic(instruction);
                break;
            case InstructionClass.Jmp or InstructionClass.Jmp32:
                WriteJump(instruction, slot);
                break;
            default:
                WriteAccess(instruction);
                break;
        }

        return 1;
    }

    /// <summary>A reference into an object that is not linked yet may hold anything in the fields that the loader fills.</summary>
    private bool IsReferenceToMap(ReadOnlySpan<Instruction> program, int slot) =>
        program[slot].IsWide && slot + 1 < program.Length && symbols?.MapAt?.Invoke(slot) is not null;

    private void WriteSlot(in Instruction slot) => Append(
        $".slot {slot.Opcode}, {(int)slot.Destination}, {(int)slot.Source}, {slot.Offset}, {slot.Immediate}");

    private void WriteWide(in Instruction first, in Instruction second, int slot)
    {
        Append($"r{(int)first.Destination} = ");
        uint low = (uint)first.Immediate, high = (uint)second.Immediate;
        if (symbols?.MapAt?.Invoke(slot) is { } map)
        {
            Append($"map[{map.MapName}]");
            if (map.ValueOffset is { } valueOffset)
                Append($"[0]+{(uint)valueOffset}");
            return;
        }

        switch ((PseudoSource)first.Source)
        {
            case PseudoSource.MapDescriptor:
                Append($"map[id:{low}]");
                break;
            case PseudoSource.MapValue:
                Append($"map[id:{low}][0]+{high}");
                break;
            case PseudoSource.Function:
                Append($"subprog[{Distance(first.Immediate)}]");
                break;
            case PseudoSource.Variable when IsExact:
                Append($"var[id:{low}]");
                if (high != 0)
                    Append($"+{high}");
                break;
            case PseudoSource.MapIndex when IsExact:
                Append($"map[idx:{low}]");
                break;
            case PseudoSource.MapIndexValue when IsExact:
                Append($"map[idx:{low}][0]+{high}");
                break;
            default:
                Append($"0x{(ulong)high << 32 | low:x}");
                break;
        }
    }

    private void WriteArithmetic(in Instruction instruction)
    {
        Opcode opcode = instruction.Opcode;
        char width = opcode.Class == InstructionClass.Alu64 ? 'r' : 'w';
        int destination = (int)instruction.Destination, source = (int)instruction.Source;
        bool isMoveOfRegister = opcode == Opcode.Alu(InstructionClass.Alu64, AluOperation.Move, Operand.Register);

        switch (opcode.AluOperation)
        {
            case AluOperation.ByteSwap when SwapName(opcode) is { } name:
                Append($"r{destination} = {name}{instruction.Immediate} r{destination}");
                return;
            case AluOperation.Negate:
                Append($"{width}{destination} = -{width}{destination}");
                return;
            case AluOperation.Move when isMoveOfRegister && instruction.Offset == Mnemonics.AddressSpaceCast:
                uint spaces = (uint)instruction.Immediate;
                Append($"r{destination} = addr_space_cast(r{source}, {spaces >> 16}, {(ushort)spaces})");
                return;
            case AluOperation.Move when isMoveOfRegister && instruction.Offset == PerCpuAddress:
                Append($"r{destination} = &(void __percpu *)(r{source})");
                return;
            default:
                break;
        }

        if (AssignmentSymbol(instruction) is not { } symbol)
        {
            WriteSlot(instruction);
            return;
        }

        Append($"{width}{destination} {symbol} ");
        if (opcode.Operand == Operand.Immediate)
        {
            Append($"{instruction.Immediate}");
            return;
        }

        if (opcode.AluOperation == AluOperation.Move && instruction.Offset is 8 or 16 or 32)
            Append($"(s{instruction.Offset})");
        Append($"{width}{source}");
    }

    private void WriteJump(in Instruction instruction, int slot)
    {
        Opcode opcode = instruction.Opcode;
        bool isJmp = opcode.Class == InstructionClass.Jmp;
        bool isImmediate = opcode.Operand == Operand.Immediate;
        switch (opcode.JumpOperation)
        {
            case JumpOperation.Call:
                WriteCall(instruction, slot);
                return;
            case JumpOperation.Always when isImmediate:
                Append($"{(isJmp ? "goto" : "gotol")} pc{Distance(isJmp ? instruction.Offset : instruction.Immediate)}");
                return;
            case JumpOperation.Exit when isImmediate && isJmp:
                Append($"exit");
                return;
            case JumpOperation.MayGoto when isImmediate && isJmp && instruction.Source == 0:
                Append($"may_goto pc{Distance(instruction.Offset)}");
                return;
            default:
                break;
        }

        foreach ((string symbol, JumpOperation operation) in Mnemonics.Comparisons)
        {
            if (operation != opcode.JumpOperation)
                continue;
            char width = isJmp ? 'r' : 'w';
            Append($"if {width}{(int)instruction.Destination} {symbol} ");
            if (isImmediate)
                Append($"0x{instruction.Immediate:x}");
            else
                Append($"{width}{(int)instruction.Source}");
            Append($" goto pc{Distance(instruction.Offset)}");
            return;
        }

        WriteSlot(instruction);
    }

    private void WriteCall(in Instruction call, int slot)
    {
        switch ((CallKind)call.Source)
        {
            case CallKind.Function:
                // In a loaded program the immediate is the function's number and the offset the distance, which is never 0.
                int distance = call.Offset != 0 ? call.Offset : call.Immediate;
                Append($"call pc{Distance(distance)}");
                if (symbols?.FunctionName?.Invoke(slot + 1 + distance) is { } function)
                    Append($"#{function}");
                break;
            case CallKind.KernelFunction:
                string? kernelFunction = symbols?.KernelFunctionName?.Invoke(call.Immediate, call.Offset);
                Append($"call {kernelFunction ?? Mnemonics.UnknownKernelFunction}#{call.Immediate}");
                if (IsExact && call.Offset != 0)
                    Append($" kfunc:{call.Offset}");
                else if (IsExact && kernelFunction is not null)
                    Append($" kfunc");
                break;
            default:
                Append($"call {symbols?.HelperName?.Invoke(call.Immediate) ?? Mnemonics.UnknownHelper}#{call.Immediate}");
                break;
        }
    }

    private void WriteAccess(in Instruction instruction)
    {
        Opcode opcode = instruction.Opcode;
        string size = Mnemonics.SizeName(opcode.Size);
        string offset = Distance(instruction.Offset);
        int destination = (int)instruction.Destination, source = (int)instruction.Source;
        switch (opcode.Class, opcode.Mode)
        {
            case (InstructionClass.Ldx, MemoryMode.Memory):
                Append($"r{destination} = *({size} *)(r{source} {offset})");
                break;
            case (InstructionClass.Ldx, MemoryMode.MemorySigned):
                Append($"r{destination} = *({Mnemonics.SizeName(opcode.Size, signed: true)} *)(r{source} {offset})");
                break;
            case (InstructionClass.St, MemoryMode.Memory):
                Append($"*({size} *)(r{destination} {offset}) = {instruction.Immediate}");
                break;
            case (InstructionClass.St, (MemoryMode)NoSpeculationMode):
                Append($"nospec");
                break;
            case (InstructionClass.Stx, MemoryMode.Memory):
                Append($"*({size} *)(r{destination} {offset}) = r{source}");
                break;
            case (InstructionClass.Stx, MemoryMode.Atomic):
                WriteAtomic(instruction, size, offset);
                break;
            case (InstructionClass.Ld, MemoryMode.Absolute):
                Append($"r0 = *({size} *)skb[{instruction.Immediate}]");
                break;
            case (InstructionClass.Ld, MemoryMode.Indirect):
                Append($"r0 = *({size} *)skb[r{source} + {instruction.Immediate}]");
                break;
            default:
                WriteSlot(instruction);
                break;
        }
    }

    private void WriteAtomic(in Instruction instruction, string size, string offset)
    {
        int destination = (int)instruction.Destination, source = (int)instruction.Source;
        var operation = (AtomicOperation)instruction.Immediate;
        switch (operation)
        {
            case AtomicOperation.LoadAcquire:
                Append($"r{destination} = load_acquire(({size} *)(r{source} {offset}))");
                return;
            case AtomicOperation.StoreRelease:
                Append($"store_release(({size} *)(r{destination} {offset}), r{source})");
                return;
            default:
                break;
        }

        foreach ((string symbol, AtomicOperation candidate) in Mnemonics.Locked)
        {
            if (candidate == operation)
            {
                Append($"lock *({size} *)(r{destination} {offset}) {symbol} r{source}");
                return;
            }
        }

        foreach ((string name, AtomicOperation candidate) in Mnemonics.AtomicFunctions)
        {
            if (candidate != operation)
                continue;
            bool isCompareExchange = operation == AtomicOperation.CompareExchange;
            string family = instruction.Opcode.Size == MemorySize.Double ? "atomic64" : "atomic";
            Append($"r{(isCompareExchange ? 0 : source)} = {family}{name}(({size} *)(r{destination} {offset}), ");
            if (isCompareExchange)
                Append($"r0, ");
            Append($"r{source})");
            return;
        }

        WriteSlot(instruction);
    }

    private static string? SwapName(Opcode opcode)
    {
        foreach ((string name, Opcode candidate) in Mnemonics.Swaps)
        {
            if (candidate == opcode)
                return name;
        }

        return null;
    }

    private static string? AssignmentSymbol(in Instruction instruction)
    {
        AluOperation operation = instruction.Opcode.AluOperation;
        bool isSigned = operation is AluOperation.Divide or AluOperation.Modulo && instruction.Offset == 1;
        foreach ((string symbol, AluOperation candidate, bool candidateIsSigned) in Mnemonics.Assignments)
        {
            if (candidate == operation && candidateIsSigned == isSigned)
                return symbol;
        }

        return null;
    }

    /// <summary>The number with its sign, as printf's %+d.</summary>
    private static string Distance(int value) => value.ToString("+0;-0", CultureInfo.InvariantCulture);

    private void Append(FormattableString part) => text.Append(part.ToString(CultureInfo.InvariantCulture));
}
