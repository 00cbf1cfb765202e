using static Waggle.Bpf.Instructions.ConformanceGroup;
using static Waggle.Bpf.Instructions.FieldRule;

namespace Waggle.Bpf.Instructions;

/// <summary>The rows of <see cref="InstructionSet"/>.</summary>
/// <remarks>
/// Encodings and groups: RFC 9669 sections 4 and 5 and its appendix A. Where the appendix of a draft and the sections disagree
/// (the group of 64-bit negation) the sections hold. Linux's additions and its choice of reserved values: <c>check_alu_op</c>,
/// <c>check_atomic</c> and <c>resolve_pseudo_ldimm64</c> in kernel/bpf/verifier.c, Linux 6.18.
/// Stricter than Linux in one field: its verifier does not look at the offset of exit.
/// Since: the release that first accepted the encoding from user space; 3.18 is the first with bpf(2).
/// </remarks>
internal static class InstructionTable
{
    private const string First = "3.18";
    private const string Isa4 = "6.6"; // -mcpu=v4: sign extension, signed division, bswap, gotol
    private const string Jmp32 = "5.1";
    private const string Fetch = "5.12"; // atomics beyond add

    private sealed record AluRow(string Name, AluOperation Code, bool IsDivMul = false);

    private sealed record JumpRow(string Name, JumpOperation Code, string Since = First);

    private sealed record AtomicRow(string Name, AtomicOperation Code, string Since = Fetch);

    private sealed record WideRow(string Name, PseudoSource Kind, FieldRule Immediate, FieldRule SecondImmediate, string Since);

    private static readonly AluRow[] s_binary =
    [
        new("ADD", AluOperation.Add),
        new("SUB", AluOperation.Subtract),
        new("MUL", AluOperation.Multiply, IsDivMul: true),
        new("DIV", AluOperation.Divide, IsDivMul: true),
        new("OR", AluOperation.Or),
        new("AND", AluOperation.And),
        new("LSH", AluOperation.ShiftLeft),
        new("RSH", AluOperation.ShiftRight),
        new("MOD", AluOperation.Modulo, IsDivMul: true),
        new("XOR", AluOperation.Xor),
        new("MOV", AluOperation.Move),
        new("ARSH", AluOperation.ShiftRightArithmetic),
    ];

    private static readonly AluRow[] s_signed = // offset 1
    [
        new("SDIV", AluOperation.Divide, IsDivMul: true),
        new("SMOD", AluOperation.Modulo, IsDivMul: true),
    ];

    private static readonly JumpRow[] s_conditional =
    [
        new("JEQ", JumpOperation.Equal),
        new("JGT", JumpOperation.GreaterUnsigned),
        new("JGE", JumpOperation.GreaterOrEqualUnsigned),
        new("JSET", JumpOperation.AnyBitSet),
        new("JNE", JumpOperation.NotEqual),
        new("JSGT", JumpOperation.GreaterSigned),
        new("JSGE", JumpOperation.GreaterOrEqualSigned),
        new("JLT", JumpOperation.LessUnsigned, "4.14"),
        new("JLE", JumpOperation.LessOrEqualUnsigned, "4.14"),
        new("JSLT", JumpOperation.LessSigned, "4.14"),
        new("JSLE", JumpOperation.LessOrEqualSigned, "4.14"),
    ];

    private static readonly AtomicRow[] s_atomic =
    [
        new("ADD", AtomicOperation.Add, First),
        new("OR", AtomicOperation.Or),
        new("AND", AtomicOperation.And),
        new("XOR", AtomicOperation.Xor),
        new("FETCH_ADD", AtomicOperation.FetchAdd),
        new("FETCH_OR", AtomicOperation.FetchOr),
        new("FETCH_AND", AtomicOperation.FetchAnd),
        new("FETCH_XOR", AtomicOperation.FetchXor),
        new("XCHG", AtomicOperation.Exchange),
        new("CMPXCHG", AtomicOperation.CompareExchange),
    ];

    private static readonly AtomicRow[] s_ordered = // of any size
    [
        new("LOAD_ACQ", AtomicOperation.LoadAcquire, "6.15"),
        new("STORE_REL", AtomicOperation.StoreRelease, "6.15"),
    ];

    private static readonly WideRow[] s_wide =
    [
        new("number", PseudoSource.None, Any, Any, First),
        new("map", PseudoSource.MapDescriptor, Any, Zero, First),
        new("map value", PseudoSource.MapValue, Any, Any, "5.2"),
        new("variable", PseudoSource.Variable, Any, Any, "5.10"), // second immediate: descriptor of the module's BTF
        new("function", PseudoSource.Function, Any, Zero, "5.13"),
        new("map by index", PseudoSource.MapIndex, Any, Zero, "5.15"),
        new("map value by index", PseudoSource.MapIndexValue, Any, Any, "5.15"),
    ];

    private static readonly (string Name, MemorySize Size)[] s_sizes =
        [("W", MemorySize.Word), ("H", MemorySize.Half), ("B", MemorySize.Byte), ("DW", MemorySize.Double)];

    private static readonly (string Name, Operand Operand)[] s_operands = [("K", Operand.Immediate), ("X", Operand.Register)];

    internal static IEnumerable<InstructionForm> Rows() =>
        Arithmetic(InstructionClass.Alu, "ALU")
            .Concat(Arithmetic(InstructionClass.Alu64, "ALU64"))
            .Concat(Jumps(InstructionClass.Jmp, "JMP"))
            .Concat(Jumps(InstructionClass.Jmp32, "JMP32"))
            .Concat(Control())
            .Concat(Memory())
            .Concat(WideLoads())
            .Concat(PacketLoads())
            .OrderBy(form => form.Opcode.Value); // stable: forms of one opcode keep the order above

    private static IEnumerable<InstructionForm> Arithmetic(InstructionClass width, string className)
    {
        bool is64 = width == InstructionClass.Alu64;
        ConformanceGroup basic = is64 ? Base64 : Base32, divMul = is64 ? DivMul64 : DivMul32;

        foreach ((string operandName, Operand operand) in s_operands)
        {
            (FieldRule source, FieldRule immediate) = SecondOperand(operand);
            foreach (AluRow row in s_binary)
                yield return Form(row, Zero, First);
            foreach (AluRow row in s_signed)
                yield return Form(row, OneOf(1), Isa4);

            InstructionForm Form(AluRow row, FieldRule offset, string since) => new(
                $"{{{row.Name}, {operandName}, {className}}}", Opcode.Alu(width, row.Code, operand),
                AnyRegister, source, offset, immediate, row.IsDivMul ? divMul : basic, since);
        }

        int[] extensions = is64 ? [8, 16, 32] : [8, 16];
        yield return new($"{{MOVSX, X, {className}}}", Opcode.Alu(width, AluOperation.Move, Operand.Register),
            AnyRegister, AnyRegister, OneOf(extensions), Zero, basic, Isa4);
        yield return new($"{{NEG, K, {className}}}", Opcode.Alu(width, AluOperation.Negate, Operand.Immediate),
            AnyRegister, Zero, Zero, Zero, basic, First);

        if (is64)
        {
            // Immediate: target address space in the high half, source in the low; Linux converts between 1 (arena) and 0.
            yield return new("{ADDR_SPACE_CAST, X, ALU64}", Opcode.Alu(width, AluOperation.Move, Operand.Register),
                AnyRegister, AnyRegister, OneOf(1), OneOf(1, 1 << 16), Linux, "6.9");
            foreach (InstructionForm form in Swaps("BSWAP", Operand.Immediate, Isa4))
                yield return form;
        }
        else
        {
            foreach (InstructionForm form in Swaps("LE", Operand.Immediate, First).Concat(Swaps("BE", Operand.Register, First)))
                yield return form;
        }

        IEnumerable<InstructionForm> Swaps(string name, Operand operand, string since)
        {
            Opcode opcode = Opcode.Alu(width, AluOperation.ByteSwap, operand);
            yield return new($"{{{name}16/32, {className}}}", opcode, AnyRegister, Zero, Zero, OneOf(16, 32), Base32, since);
            yield return new($"{{{name}64, {className}}}", opcode, AnyRegister, Zero, Zero, OneOf(64), Base64, since);
        }
    }

    private static IEnumerable<InstructionForm> Jumps(InstructionClass width, string className) =>
        from row in s_conditional
        from operand in s_operands
        let second = SecondOperand(operand.Operand)
        select new InstructionForm(
            $"{{{row.Name}, {operand.Name}, {className}}}", Opcode.Jump(width, row.Code, operand.Operand),
            AnyRegister, second.Source, Any, second.Immediate,
            width == InstructionClass.Jmp ? Base64 : Base32, width == InstructionClass.Jmp ? row.Since : Jmp32);

    private static IEnumerable<InstructionForm> Control()
    {
        yield return new("{JA, K, JMP}", Jump(InstructionClass.Jmp, JumpOperation.Always), Zero, Zero, Any, Zero, Base32, First);
        yield return new("{JA, K, JMP32}", Jump(InstructionClass.Jmp32, JumpOperation.Always), Zero, Zero, Zero, Any, Base32, Isa4);
        yield return new("{EXIT, K, JMP}", Jump(InstructionClass.Jmp, JumpOperation.Exit), Zero, Zero, Zero, Zero, Base32, First);
        yield return new("{JCOND may_goto, K, JMP}", Jump(InstructionClass.Jmp, JumpOperation.MayGoto),
            Zero, Zero, Any, Zero, Linux, "6.9");

        Opcode call = Jump(InstructionClass.Jmp, JumpOperation.Call);
        yield return new("{CALL helper, K, JMP}", call, Zero, OneOf((int)CallKind.Helper), Zero, Any, Base32, First);
        yield return new("{CALL function, K, JMP}", call, Zero, OneOf((int)CallKind.Function), Zero, Any, Base32, "4.16");
        // Offset: index of the module's BTF in the load's descriptor array, 0 for the kernel's own.
        yield return new("{CALL kernel function, K, JMP}", call,
            Zero, OneOf((int)CallKind.KernelFunction), NotNegative, Any, Base32, "5.13");

        static Opcode Jump(InstructionClass width, JumpOperation operation) => Opcode.Jump(width, operation, Operand.Immediate);
    }

    private static IEnumerable<InstructionForm> Memory()
    {
        foreach ((string name, MemorySize size) in s_sizes)
        {
            bool isDouble = size == MemorySize.Double;
            ConformanceGroup group = isDouble ? Base64 : Base32;
            yield return new($"{{MEM, {name}, LDX}}", Opcode.Access(InstructionClass.Ldx, size, MemoryMode.Memory),
                AnyRegister, AnyRegister, Any, Zero, group, First);
            yield return new($"{{MEM, {name}, ST}}", Opcode.Access(InstructionClass.St, size, MemoryMode.Memory),
                AnyRegister, Zero, Any, Any, group, First);
            yield return new($"{{MEM, {name}, STX}}", Opcode.Access(InstructionClass.Stx, size, MemoryMode.Memory),
                AnyRegister, AnyRegister, Any, Zero, group, First);
            if (!isDouble)
            {
                yield return new($"{{MEMSX, {name}, LDX}}", Opcode.Access(InstructionClass.Ldx, size, MemoryMode.MemorySigned),
                    AnyRegister, AnyRegister, Any, Zero, Base32, Isa4);
            }

            Opcode atomic = Opcode.Access(InstructionClass.Stx, size, MemoryMode.Atomic);
            if (size is MemorySize.Word or MemorySize.Double)
            {
                foreach (AtomicRow row in s_atomic)
                    yield return Atomic(row, isDouble ? Atomic64 : Atomic32);
            }

            foreach (AtomicRow row in s_ordered)
                yield return Atomic(row, Linux);

            InstructionForm Atomic(AtomicRow row, ConformanceGroup atomicGroup) => new(
                $"{{ATOMIC {row.Name}, {name}, STX}}", atomic, AnyRegister, AnyRegister, Any, OneOf((int)row.Code), atomicGroup, row.Since);
        }
    }

    private static IEnumerable<InstructionForm> WideLoads() =>
        from row in s_wide
        select new InstructionForm(
            $"{{IMM {row.Name}, DW, LD}}", Opcode.LoadImmediate64,
            AnyRegister, OneOf((int)row.Kind), Zero, row.Immediate, Base64, row.Since)
        {
            SecondImmediate = row.SecondImmediate,
        };

    private static IEnumerable<InstructionForm> PacketLoads()
    {
        foreach ((string name, MemorySize size) in s_sizes)
        {
            if (size == MemorySize.Double)
                continue;
            yield return new($"{{ABS, {name}, LD}}", Opcode.Access(InstructionClass.Ld, size, MemoryMode.Absolute),
                Zero, Zero, Zero, Any, Packet, First);
            yield return new($"{{IND, {name}, LD}}", Opcode.Access(InstructionClass.Ld, size, MemoryMode.Indirect),
                Zero, AnyRegister, Zero, Any, Packet, First);
        }
    }

    private static (FieldRule Source, FieldRule Immediate) SecondOperand(Operand operand) =>
        operand == Operand.Immediate ? (Zero, Any) : (AnyRegister, Zero);
}
