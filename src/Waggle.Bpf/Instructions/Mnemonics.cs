using System.Collections.Immutable;

namespace Waggle.Bpf.Instructions;

/// <summary>The words of the text form, read by <see cref="Disassembler"/> and <see cref="Assembler"/> alike.</summary>
/// <remarks>From what kernel/bpf/disasm.c prints, Linux 6.18.</remarks>
internal static class Mnemonics
{
    /// <summary>Assignment operators, longest first so that a reader may take the first that fits.</summary>
    internal static readonly ImmutableArray<(string Symbol, AluOperation Operation, bool IsSigned)> Assignments =
    [
        ("s>>=", AluOperation.ShiftRightArithmetic, false),
        ("<<=", AluOperation.ShiftLeft, false),
        (">>=", AluOperation.ShiftRight, false),
        ("s/=", AluOperation.Divide, true),
        ("s%=", AluOperation.Modulo, true),
        ("+=", AluOperation.Add, false),
        ("-=", AluOperation.Subtract, false),
        ("*=", AluOperation.Multiply, false),
        ("/=", AluOperation.Divide, false),
        ("|=", AluOperation.Or, false),
        ("&=", AluOperation.And, false),
        ("%=", AluOperation.Modulo, false),
        ("^=", AluOperation.Xor, false),
        ("=", AluOperation.Move, false),
    ];

    /// <summary>Comparisons, longest first.</summary>
    internal static readonly ImmutableArray<(string Symbol, JumpOperation Operation)> Comparisons =
    [
        ("s>=", JumpOperation.GreaterOrEqualSigned),
        ("s<=", JumpOperation.LessOrEqualSigned),
        ("s>", JumpOperation.GreaterSigned),
        ("s<", JumpOperation.LessSigned),
        ("==", JumpOperation.Equal),
        ("!=", JumpOperation.NotEqual),
        (">=", JumpOperation.GreaterOrEqualUnsigned),
        ("<=", JumpOperation.LessOrEqualUnsigned),
        (">", JumpOperation.GreaterUnsigned),
        ("<", JumpOperation.LessUnsigned),
        ("&", JumpOperation.AnyBitSet),
    ];

    /// <summary>Access sizes.</summary>
    internal static readonly ImmutableArray<(string Unsigned, string Signed, MemorySize Size)> Sizes =
    [
        ("u8", "s8", MemorySize.Byte),
        ("u16", "s16", MemorySize.Half),
        ("u32", "s32", MemorySize.Word),
        ("u64", "s64", MemorySize.Double),
    ];

    /// <summary>Atomic operations that print as an assignment behind "lock".</summary>
    internal static readonly ImmutableArray<(string Symbol, AtomicOperation Operation)> Locked =
    [
        ("+=", AtomicOperation.Add),
        ("|=", AtomicOperation.Or),
        ("&=", AtomicOperation.And),
        ("^=", AtomicOperation.Xor),
    ];

    /// <summary>Atomic operations that print as a function of memory and a register; "atomic" or "atomic64" goes before.</summary>
    internal static readonly ImmutableArray<(string Name, AtomicOperation Operation)> AtomicFunctions =
    [
        ("_fetch_add", AtomicOperation.FetchAdd),
        ("_fetch_or", AtomicOperation.FetchOr),
        ("_fetch_and", AtomicOperation.FetchAnd),
        ("_fetch_xor", AtomicOperation.FetchXor),
        ("_xchg", AtomicOperation.Exchange),
        ("_cmpxchg", AtomicOperation.CompareExchange),
    ];

    /// <summary>Byte swaps.</summary>
    internal static readonly ImmutableArray<(string Name, Opcode Opcode)> Swaps =
    [
        ("le", Opcode.Alu(InstructionClass.Alu, AluOperation.ByteSwap, Operand.Immediate)),
        ("be", Opcode.Alu(InstructionClass.Alu, AluOperation.ByteSwap, Operand.Register)),
        ("bswap", Opcode.Alu(InstructionClass.Alu64, AluOperation.ByteSwap, Operand.Immediate)),
    ];

    /// <summary>The offset of a move that casts between address spaces (<c>BPF_ADDR_SPACE_CAST</c>).</summary>
    internal const short AddressSpaceCast = 1;

    /// <summary>What the kernel calls a helper that it has no name for.</summary>
    internal const string UnknownHelper = "unknown";

    /// <summary>What the kernel calls a kernel function that it has no name for.</summary>
    internal const string UnknownKernelFunction = "kernel-function";

    internal static string SizeName(MemorySize size, bool signed = false)
    {
        foreach ((string unsignedName, string signedName, MemorySize candidate) in Sizes)
        {
            if (candidate == size)
                return signed ? signedName : unsignedName;
        }

        throw new ArgumentOutOfRangeException(nameof(size));
    }
}
