using System.Buffers.Binary;

namespace Waggle.Bpf.Instructions;

/// <summary>One eight-byte slot of a BPF program.</summary>
/// <param name="Opcode">Class and operation.</param>
/// <param name="Destination">Destination register.</param>
/// <param name="Source">Source register, or what the opcode uses its field for (<see cref="CallKind"/>, <see cref="PseudoSource"/>).</param>
/// <param name="Offset">Signed 16-bit offset: of a jump in slots from the next slot, of an access in bytes.</param>
/// <param name="Immediate">Signed 32-bit immediate.</param>
/// <remarks>RFC 9669 section 3. A 64-bit immediate takes two slots (<see cref="LoadImmediate64"/>), of which the second has
/// only an immediate; so indices into an array of instructions are the kernel's instruction numbers. Any combination of
/// fields can be held; the decoder tells the defined from the undefined.</remarks>
public readonly record struct Instruction(Opcode Opcode, Register Destination, Register Source, short Offset, int Immediate)
{
    /// <summary>Bytes that a slot takes.</summary>
    public const int SizeInBytes = 8;

    /// <summary>Whether this slot is the first of the two that hold a 64-bit immediate.</summary>
    public bool IsWide => Opcode == Opcode.LoadImmediate64;

    /// <summary><c>dst op= immediate</c>, 64 bits wide.</summary>
    public static Instruction Alu64(AluOperation operation, Register destination, int immediate, short offset = 0) =>
        new(Opcode.Alu(InstructionClass.Alu64, operation, Operand.Immediate), destination, 0, offset, immediate);

    /// <summary><c>dst op= src</c>, 64 bits wide.</summary>
    public static Instruction Alu64(AluOperation operation, Register destination, Register source, short offset = 0) =>
        new(Opcode.Alu(InstructionClass.Alu64, operation, Operand.Register), destination, source, offset, 0);

    /// <summary><c>dst op= immediate</c> on the low 32 bits; the high 32 become zero.</summary>
    public static Instruction Alu32(AluOperation operation, Register destination, int immediate, short offset = 0) =>
        new(Opcode.Alu(InstructionClass.Alu, operation, Operand.Immediate), destination, 0, offset, immediate);

    /// <summary><c>dst op= src</c> on the low 32 bits; the high 32 become zero.</summary>
    public static Instruction Alu32(AluOperation operation, Register destination, Register source, short offset = 0) =>
        new(Opcode.Alu(InstructionClass.Alu, operation, Operand.Register), destination, source, offset, 0);

    /// <summary><c>dst = src</c>, 64 bits.</summary>
    public static Instruction Move(Register destination, Register source) => Alu64(AluOperation.Move, destination, source);

    /// <summary><c>dst = immediate</c>, sign-extended to 64 bits.</summary>
    public static Instruction Move(Register destination, int immediate) => Alu64(AluOperation.Move, destination, immediate);

    /// <summary><c>dst = -dst</c>.</summary>
    /// <param name="width"><see cref="InstructionClass.Alu64"/> or <see cref="InstructionClass.Alu"/>.</param>
    /// <param name="register">The register to negate.</param>
    public static Instruction Negate(InstructionClass width, Register register) =>
        new(Opcode.Alu(width, AluOperation.Negate, Operand.Immediate), register, 0, 0, 0);

    /// <summary>Unconditional byte swap of the low <paramref name="bits"/> bits (<c>bswap</c>, ISA v4).</summary>
    public static Instruction ByteSwap(Register register, int bits) =>
        new(Opcode.Alu(InstructionClass.Alu64, AluOperation.ByteSwap, Operand.Immediate), register, 0, 0, bits);

    /// <summary>Conversion of the low <paramref name="bits"/> bits between host order and little endian.</summary>
    public static Instruction ToLittleEndian(Register register, int bits) =>
        new(Opcode.Alu(InstructionClass.Alu, AluOperation.ByteSwap, Operand.Immediate), register, 0, 0, bits);

    /// <summary>Conversion of the low <paramref name="bits"/> bits between host order and big endian.</summary>
    public static Instruction ToBigEndian(Register register, int bits) =>
        new(Opcode.Alu(InstructionClass.Alu, AluOperation.ByteSwap, Operand.Register), register, 0, 0, bits);

    /// <summary><c>dst = *(size *)(src + offset)</c>, zero-extended.</summary>
    public static Instruction Load(MemorySize size, Register destination, Register source, short offset) =>
        new(Opcode.Access(InstructionClass.Ldx, size, MemoryMode.Memory), destination, source, offset, 0);

    /// <summary><c>dst = *(signed size *)(src + offset)</c>, sign-extended (ISA v4).</summary>
    public static Instruction LoadSigned(MemorySize size, Register destination, Register source, short offset) =>
        new(Opcode.Access(InstructionClass.Ldx, size, MemoryMode.MemorySigned), destination, source, offset, 0);

    /// <summary><c>*(size *)(dst + offset) = src</c>.</summary>
    public static Instruction Store(MemorySize size, Register destination, short offset, Register source) =>
        new(Opcode.Access(InstructionClass.Stx, size, MemoryMode.Memory), destination, source, offset, 0);

    /// <summary><c>*(size *)(dst + offset) = immediate</c>.</summary>
    public static Instruction Store(MemorySize size, Register destination, short offset, int immediate) =>
        new(Opcode.Access(InstructionClass.St, size, MemoryMode.Memory), destination, 0, offset, immediate);

    /// <summary>Atomic operation on <c>*(size *)(dst + offset)</c>, or on src for <see cref="AtomicOperation.LoadAcquire"/>.</summary>
    /// <remarks>Read-modify-write takes 4 or 8 bytes; load-acquire and store-release any width.</remarks>
    public static Instruction Atomic(AtomicOperation operation, MemorySize size, Register destination, Register source, short offset) =>
        new(Opcode.Access(InstructionClass.Stx, size, MemoryMode.Atomic), destination, source, offset, (int)operation);

    /// <summary>The two slots of <c>dst = value ll</c>.</summary>
    public static (Instruction First, Instruction Second) LoadImmediate64(Register destination, ulong value) =>
        LoadPseudo(destination, PseudoSource.None, (int)(uint)value, (int)(uint)(value >> 32));

    /// <summary>The two slots of a load of what <paramref name="kind"/> says, its two halves as given.</summary>
    public static (Instruction First, Instruction Second) LoadPseudo(Register destination, PseudoSource kind, int low, int high = 0) =>
        (new(Opcode.LoadImmediate64, destination, (Register)kind, 0, low), new(default, 0, 0, 0, high));

    /// <summary>Unconditional jump.</summary>
    public static Instruction Goto(short offset) =>
        new(Opcode.Jump(InstructionClass.Jmp, JumpOperation.Always, Operand.Immediate), 0, 0, offset, 0);

    /// <summary>Unconditional jump with a 32-bit offset (<c>gotol</c>, ISA v4).</summary>
    public static Instruction GotoLong(int offset) =>
        new(Opcode.Jump(InstructionClass.Jmp32, JumpOperation.Always, Operand.Immediate), 0, 0, 0, offset);

    /// <summary><c>if dst op immediate goto offset</c>.</summary>
    /// <param name="width"><see cref="InstructionClass.Jmp"/> or <see cref="InstructionClass.Jmp32"/>.</param>
    /// <param name="operation">The comparison.</param>
    /// <param name="destination">Left side.</param>
    /// <param name="immediate">Right side, sign-extended.</param>
    /// <param name="offset">Slots to jump, counted from the next one.</param>
    public static Instruction Jump(InstructionClass width, JumpOperation operation, Register destination, int immediate, short offset) =>
        new(Opcode.Jump(width, operation, Operand.Immediate), destination, 0, offset, immediate);

    /// <summary><c>if dst op src goto offset</c>.</summary>
    /// <param name="width"><see cref="InstructionClass.Jmp"/> or <see cref="InstructionClass.Jmp32"/>.</param>
    /// <param name="operation">The comparison.</param>
    /// <param name="destination">Left side.</param>
    /// <param name="source">Right side.</param>
    /// <param name="offset">Slots to jump, counted from the next one.</param>
    public static Instruction Jump(InstructionClass width, JumpOperation operation, Register destination, Register source, short offset) =>
        new(Opcode.Jump(width, operation, Operand.Register), destination, source, offset, 0);

    /// <summary><c>may_goto offset</c> (Linux 6.9).</summary>
    public static Instruction MayGoto(short offset) =>
        new(Opcode.Jump(InstructionClass.Jmp, JumpOperation.MayGoto, Operand.Immediate), 0, 0, offset, 0);

    /// <summary>Call of what <paramref name="kind"/> and <paramref name="target"/> name.</summary>
    public static Instruction Call(CallKind kind, int target) =>
        new(Opcode.Jump(InstructionClass.Jmp, JumpOperation.Call, Operand.Immediate), 0, (Register)kind, 0, target);

    /// <summary>Call of a helper by number.</summary>
    public static Instruction CallHelper(int helper) => Call(CallKind.Helper, helper);

    /// <summary>Return from the program or function.</summary>
    public static Instruction Exit { get; } =
        new(Opcode.Jump(InstructionClass.Jmp, JumpOperation.Exit, Operand.Immediate), 0, 0, 0, 0);

    /// <summary>Reads the slot at the start of <paramref name="bytes"/> without judging it.</summary>
    /// <param name="bytes">At least <see cref="SizeInBytes"/> bytes.</param>
    /// <param name="bigEndian">Byte order of the machine that the program is for.</param>
    public static Instruction Read(ReadOnlySpan<byte> bytes, bool bigEndian = false)
    {
        byte registers = bytes[1];
        (int destination, int source) = bigEndian ? (registers >> 4, registers & 0xf) : (registers & 0xf, registers >> 4);
        return new(
            new Opcode(bytes[0]),
            (Register)destination,
            (Register)source,
            bigEndian ? BinaryPrimitives.ReadInt16BigEndian(bytes[2..]) : BinaryPrimitives.ReadInt16LittleEndian(bytes[2..]),
            bigEndian ? BinaryPrimitives.ReadInt32BigEndian(bytes[4..]) : BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]));
    }

    /// <summary>Writes the slot to the start of <paramref name="bytes"/>.</summary>
    /// <param name="bytes">Room for at least <see cref="SizeInBytes"/> bytes.</param>
    /// <param name="bigEndian">Byte order of the machine that the program is for.</param>
    public void Write(Span<byte> bytes, bool bigEndian = false)
    {
        (int destination, int source) = ((int)Destination & 0xf, (int)Source & 0xf);
        bytes[0] = Opcode.Value;
        bytes[1] = (byte)(bigEndian ? destination << 4 | source : source << 4 | destination);
        if (bigEndian)
        {
            BinaryPrimitives.WriteInt16BigEndian(bytes[2..], Offset);
            BinaryPrimitives.WriteInt32BigEndian(bytes[4..], Immediate);
        }
        else
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes[2..], Offset);
            BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], Immediate);
        }
    }
}
