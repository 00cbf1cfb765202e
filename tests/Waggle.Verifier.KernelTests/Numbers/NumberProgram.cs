using System.Text.RegularExpressions;
using Waggle.Bpf.Instructions;
using Waggle.Verifier.Numbers;
using static Waggle.Bpf.Instructions.Register;

namespace Waggle.Verifier.KernelTests.Numbers;

/// <summary>A random program that computes with two numbers, and what is known of them after each instruction: as our operators have it,
/// and as the kernel's log has it.</summary>
internal sealed partial class NumberProgram
{
    private const int RandomNumber = 7; // bpf_get_prandom_u32: any number to the verifier

    private static readonly Register[] s_registers = [R6, R7];
    private static readonly AluOperation[] s_operations = Enum.GetValues<AluOperation>();
    private static readonly JumpOperation[] s_comparisons =
    [
        JumpOperation.Equal, JumpOperation.NotEqual, JumpOperation.AnyBitSet, JumpOperation.LessUnsigned, JumpOperation.LessOrEqualUnsigned,
        JumpOperation.GreaterUnsigned, JumpOperation.GreaterOrEqualUnsigned, JumpOperation.LessSigned, JumpOperation.LessOrEqualSigned,
        JumpOperation.GreaterSigned, JumpOperation.GreaterOrEqualSigned,
    ];

    private readonly Random _random;
    private readonly Scalar[] _numbers = [Scalar.Unknown, Scalar.Unknown];

    internal NumberProgram(int seed, int length)
    {
        _random = new Random(seed);
        Body.AddRange([Instruction.CallHelper(RandomNumber), Instruction.Move(R6, R0), Instruction.CallHelper(RandomNumber), Instruction.Move(R7, R0), Instruction.Move(R0, 0)]);
        for (int i = 0; i < length && !IsDone; i++)
        {
            if (_random.Next(3) == 0)
                AddJump();
            else
                AddArithmetic();
        }
        int end = Body.Count;
        Body.AddRange([Instruction.Move(R0, 0), Instruction.Exit]);
        // A way out for each jump, so that the kernel prunes none as seen before.
        foreach (int jump in Jumps)
        {
            Body[jump] = Body[jump] with { Offset = (short)(Body.Count - jump - 1) };
            Body.AddRange([Instruction.Move(R0, 0), Instruction.Exit]);
        }
        Expected.RemoveAll(e => e.At >= end);
    }

    internal List<Instruction> Body { get; } = [];

    /// <summary>Where we say what a number is: after an instruction, or, for a jump that is taken, on its way.</summary>
    internal List<(int At, bool IsTaken, int Register, Scalar Number)> Expected { get; } = [];

    private List<int> Jumps { get; } = [];

    /// <summary>Nothing can come behind: a jump is always taken, or the kernel goes on with two states.</summary>
    private bool IsDone { get; set; }

    private void AddArithmetic()
    {
        AluOperation operation = s_operations[_random.Next(s_operations.Length)];
        bool is64 = _random.Next(2) == 0, isShift = operation is AluOperation.ShiftLeft or AluOperation.ShiftRight or AluOperation.ShiftRightArithmetic;
        int left = _random.Next(2), right = 1 - left;
        Register destination = s_registers[left];
        ref Scalar number = ref _numbers[left];
        if (operation == AluOperation.Move)
        {
            if (_random.Next(3) != 0)
                return; // much is forgotten
            int size = 1 << _random.Next(is64 ? 3 : 2);
            Body.Add(is64 ? Instruction.Alu64(operation, destination, destination, (short)(8 * size)) : Instruction.Alu32(operation, destination, destination, (short)(8 * size)));
            if (is64)
                number.SignExtend(size);
            else
            {
                number.SignExtendIn32(size);
                number.ZeroExtend32();
                number.Sync();
            }
        }
        else if (operation == AluOperation.ByteSwap)
        {
            int bits = 16 << _random.Next(3), kind = _random.Next(3);
            Body.Add(kind switch
            {
                0 => Instruction.ByteSwap(destination, bits),
                1 => Instruction.ToBigEndian(destination, bits),
                _ => Instruction.ToLittleEndian(destination, bits),
            });
            Arithmetic.SwapBytes(ref number, bits, kind == 0 || kind == 1 == BitConverter.IsLittleEndian);
        }
        else if (operation == AluOperation.Negate)
        {
            Body.Add(Instruction.Negate(is64 ? InstructionClass.Alu64 : InstructionClass.Alu, destination));
            Arithmetic.Apply(operation, is64, ref number, number);
        }
        else
        {
            if (operation is AluOperation.Divide or AluOperation.Modulo && _random.Next(4) != 0)
                return;
            bool isImmediate = isShift ? _random.Next(6) != 0 : _random.Next(2) == 0;
            int immediate = isShift ? _random.Next(is64 ? 64 : 32) : operation is AluOperation.Divide or AluOperation.Modulo ? 3 : Interesting();
            Scalar source = isImmediate ? Scalar.Constant((ulong)(long)immediate) : _numbers[right];
            if (Arithmetic.Splits(operation, ref number, source, out _))
            {
                IsDone = true;
                return;
            }
            Body.Add((is64, isImmediate) switch
            {
                (true, true) => Instruction.Alu64(operation, destination, immediate),
                (true, false) => Instruction.Alu64(operation, destination, s_registers[right]),
                (false, true) => Instruction.Alu32(operation, destination, immediate),
                (false, false) => Instruction.Alu32(operation, destination, s_registers[right]),
            });
            Arithmetic.Apply(operation, is64, ref number, source);
        }
        number.RestoreConsistency();
        Expected.Add((Body.Count - 1, false, left, number));
    }

    private void AddJump()
    {
        JumpOperation operation = s_comparisons[_random.Next(s_comparisons.Length)];
        bool is32 = _random.Next(2) == 0, isImmediate = _random.Next(3) != 0;
        InstructionClass width = is32 ? InstructionClass.Jmp32 : InstructionClass.Jmp;
        int left = _random.Next(2), right = 1 - left, immediate = Interesting();
        Scalar trueLeft = _numbers[left], falseLeft = trueLeft, trueRight = isImmediate ? Scalar.Constant((ulong)(long)immediate) : _numbers[right], falseRight = trueRight;
        int outcome = Comparison.Outcome(trueLeft, trueRight, operation, is32);
        int at = Body.Count;
        Body.Add(isImmediate ? Instruction.Jump(width, operation, s_registers[left], immediate, 0) : Instruction.Jump(width, operation, s_registers[left], s_registers[right], 0));
        Jumps.Add(at);
        if (outcome == 1)
        {
            IsDone = true;
            return;
        }
        if (outcome == -1)
        {
            Comparison.Refine(ref trueLeft, ref trueRight, ref falseLeft, ref falseRight, operation, is32);
            Expected.Add((at, true, left, trueLeft));
            if (!isImmediate)
                Expected.Add((at, true, right, trueRight));
        }
        _numbers[left] = falseLeft;
        Expected.Add((at, false, left, falseLeft));
        if (!isImmediate)
        {
            _numbers[right] = falseRight;
            Expected.Add((at, false, right, falseRight));
        }
    }

    /// <summary>A number at which something turns: small, near a power of two, an end of a range.</summary>
    private int Interesting()
    {
        Scalar near = _numbers[_random.Next(2)];
        return _random.Next(6) switch
        {
            0 => _random.Next(-3, 9),
            1 => (1 << _random.Next(32)) + _random.Next(-1, 2),
            2 => (int)near.UMin + _random.Next(-1, 2),
            3 => (int)near.U32Max + _random.Next(-1, 2),
            4 => near.S32Min + _random.Next(-1, 2),
            _ => _random.Next(int.MinValue, int.MaxValue),
        };
    }

    /// <summary>What the kernel's log has for a number, without marks of its own; null where it says nothing.</summary>
    internal string? ReadLog(string[] log, int at, bool isTaken, int register)
    {
        string start = isTaken ? $"from {at} to {at + 1 + Body[at].Offset}: " : $"{at}: (";
        string? line = log.FirstOrDefault(l => l.StartsWith(start, StringComparison.Ordinal));
        Match match = NumberOf(register).Match(line is null ? "" : isTaken ? line : line[(line.IndexOf(';') + 1)..]);
        return match.Success ? Identity.Replace(match.Groups["number"].Value, "") : null;
    }

    private static Regex NumberOf(int register) => register == 0 ? Number6 : Number7;

    [GeneratedRegex(@"\bR6(_\w+)?=P?(?<number>scalar\((?:[^()]|\([^()]*\))*\)|-?\w+)")]
    private static partial Regex Number6 { get; }

    [GeneratedRegex(@"\bR7(_\w+)?=P?(?<number>scalar\((?:[^()]|\([^()]*\))*\)|-?\w+)")]
    private static partial Regex Number7 { get; }

    [GeneratedRegex(@"id=\d+([+-]\d+)?,?")]
    private static partial Regex Identity { get; }
}
