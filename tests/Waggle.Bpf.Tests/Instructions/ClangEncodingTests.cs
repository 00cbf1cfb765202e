using System.ComponentModel;
using System.Diagnostics;
using Waggle.Bpf.Instructions;
using static Waggle.Bpf.Instructions.AluOperation;
using static Waggle.Bpf.Instructions.Register;

namespace Waggle.Bpf.Tests.Instructions;

/// <summary>LLVM's assembler, which has a dialect of its own, and our factories agree on the bytes.</summary>
public sealed class ClangEncodingTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("waggle-clang-");

    private static readonly (string Clang, Instruction[] Ours)[] s_rows =
    [
        ("r1 += 0x11223344", [Instruction.Alu64(Add, R1, 0x11223344)]),
        ("w1 s/= w2", [Instruction.Alu32(Divide, R1, R2, 1)]),
        ("r1 s%= 5", [Instruction.Alu64(Modulo, R1, 5, 1)]),
        ("w3 /= 9", [Instruction.Alu32(Divide, R3, 9)]),
        ("r4 s>>= r5", [Instruction.Alu64(ShiftRightArithmetic, R4, R5)]),
        ("w4 >>= 31", [Instruction.Alu32(ShiftRight, R4, 31)]),
        ("w9 ^= w10", [Instruction.Alu32(Xor, R9, R10)]),
        ("r1 = (s8)r2", [Instruction.Alu64(Move, R1, R2, 8)]),
        ("w1 = (s16)w2", [Instruction.Alu32(Move, R1, R2, 16)]),
        ("r1 = (s32)r2", [Instruction.Alu64(Move, R1, R2, 32)]),
        ("r0 = bswap16 r0", [Instruction.ByteSwap(R0, 16)]),
        ("r7 = le32 r7", [Instruction.ToLittleEndian(R7, 32)]),
        ("r0 = be64 r0", [Instruction.ToBigEndian(R0, 64)]),
        ("r1 = -r1", [Instruction.Negate(InstructionClass.Alu64, R1)]),
        ("w1 = -w1", [Instruction.Negate(InstructionClass.Alu, R1)]),
        ("r1 = *(s32 *)(r2 + 8)", [Instruction.LoadSigned(MemorySize.Word, R1, R2, 8)]),
        ("r1 = *(u64 *)(r2 - 8)", [Instruction.Load(MemorySize.Double, R1, R2, -8)]),
        ("w1 = *(u8 *)(r2 - 8)", [Instruction.Load(MemorySize.Byte, R1, R2, -8)]),
        ("*(u16 *)(r1 + 4) = r2", [Instruction.Store(MemorySize.Half, R1, 4, R2)]),
        ("*(u32 *)(r1 + 4) = -7", [Instruction.Store(MemorySize.Word, R1, 4, -7)]),
        ("lock *(u64 *)(r1 + 8) += r2", [Instruction.Atomic(AtomicOperation.Add, MemorySize.Double, R1, R2, 8)]),
        ("lock *(u32 *)(r1 + 0) ^= w2", [Instruction.Atomic(AtomicOperation.Xor, MemorySize.Word, R1, R2, 0)]),
        ("r2 = atomic_fetch_add((u64 *)(r1 + 0), r2)", [Instruction.Atomic(AtomicOperation.FetchAdd, MemorySize.Double, R1, R2, 0)]),
        ("w2 = atomic_fetch_and((u32 *)(r1 + 0), w2)", [Instruction.Atomic(AtomicOperation.FetchAnd, MemorySize.Word, R1, R2, 0)]),
        ("r0 = cmpxchg_64(r1 + 8, r0, r2)", [Instruction.Atomic(AtomicOperation.CompareExchange, MemorySize.Double, R1, R2, 8)]),
        ("w2 = xchg32_32(r1 + 8, w2)", [Instruction.Atomic(AtomicOperation.Exchange, MemorySize.Word, R1, R2, 8)]),
        ("r1 = 0x1122334455667788 ll", Both(Instruction.LoadImmediate64(R1, 0x1122334455667788))),
        ("goto +1", [Instruction.Goto(1)]),
        ("gotol -2", [Instruction.GotoLong(-2)]),
        ("may_goto +2", [Instruction.MayGoto(2)]),
        ("if r1 s> r2 goto +3", [Instruction.Jump(InstructionClass.Jmp, JumpOperation.GreaterSigned, R1, R2, 3)]),
        ("if w1 & 5 goto -1", [Instruction.Jump(InstructionClass.Jmp32, JumpOperation.AnyBitSet, R1, 5, -1)]),
        ("if r1 != -1 goto -1", [Instruction.Jump(InstructionClass.Jmp, JumpOperation.NotEqual, R1, -1, -1)]),
        ("if w8 s<= w9 goto +0", [Instruction.Jump(InstructionClass.Jmp32, JumpOperation.LessOrEqualSigned, R8, R9, 0)]),
        ("r0 = *(u8 *)skb[12]", [new(new Opcode(0x30), 0, 0, 0, 12)]),
        ("r0 = *(u16 *)skb[r3]", [new(new Opcode(0x48), 0, R3, 0, 0)]),
        ("r1 = addr_space_cast(r2, 1, 0)", [Instruction.Alu64(Move, R1, R2, 1) with { Immediate = 1 << 16 }]),
        ("call 5", [Instruction.CallHelper(5)]),
        ("exit", [Instruction.Exit]),
    ];

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory, InlineData(false), InlineData(true)]
    public void Encode_EveryRow_IsWhatClangAssembles(bool bigEndian)
    {
        string source = Path.Combine(_directory.FullName, "rows.s"), target = Path.Combine(_directory.FullName, "rows.o");
        string text = Path.Combine(_directory.FullName, "rows.bin");
        File.WriteAllLines(source, s_rows.Select(row => row.Clang));
        Run("clang-19", "-target", bigEndian ? "bpfeb" : "bpfel", "-mcpu=v4", "-c", source, "-o", target);
        Run("llvm-objcopy-19", "-O", "binary", "-j", ".text", target, text);

        Instruction[] decoded = InstructionDecoder.Decode(File.ReadAllBytes(text), bigEndian);

        Assert.Equal(s_rows.SelectMany(row => row.Ours), decoded);
        Assert.Equal(File.ReadAllBytes(text), InstructionEncoder.Encode(decoded, bigEndian));
    }

    /// <summary>Their dialect is read too, but for the names of compare and exchange, and the address of an exchange.</summary>
    [Fact]
    public void Assemble_ClangsDialect_IsTheSame()
    {
        foreach ((string clang, Instruction[] ours) in s_rows.Where(row => !row.Clang.Contains("xchg", StringComparison.Ordinal)))
            Assert.Equal(ours, Assembler.Assemble(clang).Instructions);
    }

    private static Instruction[] Both((Instruction First, Instruction Second) wide) => [wide.First, wide.Second];

    private static void Run(string tool, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardError = true })!;
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, errors);
        }
        catch (Win32Exception error)
        {
            Assert.Skip($"needs {tool}: {error.Message}");
        }
    }
}
