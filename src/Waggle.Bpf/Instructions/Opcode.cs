namespace Waggle.Bpf.Instructions;

/// <summary>The first byte of an instruction: class, and what the class divides further.</summary>
/// <param name="Value">The byte on the wire.</param>
/// <remarks>Any byte can be held; <see cref="Instruction"/> documents which mean something.</remarks>
public readonly record struct Opcode(byte Value)
{
    private const byte ClassMask = 0x07;
    private const byte OperationMask = 0xf0;
    private const byte SizeMask = 0x18;
    private const byte ModeMask = 0xe0;

    /// <summary><c>lddw</c>, the first slot of a 64-bit immediate.</summary>
    public static Opcode LoadImmediate64 { get; } = Access(InstructionClass.Ld, MemorySize.Double, MemoryMode.Immediate);

    /// <summary>The instruction class.</summary>
    public InstructionClass Class => (InstructionClass)(Value & ClassMask);

    /// <summary>Whether the class is one of the two arithmetic ones.</summary>
    public bool IsAlu => Class is InstructionClass.Alu or InstructionClass.Alu64;

    /// <summary>Whether the class is one of the two jump ones.</summary>
    public bool IsJump => Class is InstructionClass.Jmp or InstructionClass.Jmp32;

    /// <summary>The arithmetic operation; meaningful when <see cref="IsAlu"/>.</summary>
    public AluOperation AluOperation => (AluOperation)(Value & OperationMask);

    /// <summary>The jump; meaningful when <see cref="IsJump"/>.</summary>
    public JumpOperation JumpOperation => (JumpOperation)(Value & OperationMask);

    /// <summary>Where the second operand is; meaningful for arithmetic and jumps.</summary>
    public Operand Operand => (Operand)(Value & (byte)Operand.Register);

    /// <summary>Width of the access; meaningful for loads and stores.</summary>
    public MemorySize Size => (MemorySize)(Value & SizeMask);

    /// <summary>Mode of the access; meaningful for loads and stores.</summary>
    public MemoryMode Mode => (MemoryMode)(Value & ModeMask);

    /// <summary>An arithmetic opcode.</summary>
    public static Opcode Alu(InstructionClass width, AluOperation operation, Operand operand) =>
        new((byte)((byte)width | (byte)operation | (byte)operand));

    /// <summary>A jump opcode.</summary>
    public static Opcode Jump(InstructionClass width, JumpOperation operation, Operand operand) =>
        new((byte)((byte)width | (byte)operation | (byte)operand));

    /// <summary>A load or store opcode.</summary>
    public static Opcode Access(InstructionClass @class, MemorySize size, MemoryMode mode) =>
        new((byte)((byte)@class | (byte)size | (byte)mode));

    /// <summary>The byte in hexadecimal, as 0x07.</summary>
    public override string ToString() => $"0x{Value:x2}";
}
