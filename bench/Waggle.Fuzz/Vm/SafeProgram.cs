using Waggle.Bpf.Instructions;

namespace Waggle.Fuzz.Vm;

/// <summary>Makes programs that the kernel's verifier mostly accepts: what they read was written, they stay inside memory and stack, and end.</summary>
/// <remarks>r6 is the pointer to the memory in every function; the stack has eight numbers; all other registers are numbers. A function
/// calls only those behind it, so that calls end.</remarks>
internal sealed partial class SafeProgram
{
    /// <summary>Bytes of the memory.</summary>
    public const int MemorySize = 64;

    private const int StackSlots = 8, MaximumFunctions = 4, MaximumNesting = 3;

    private static readonly Register[] s_numbers =
        [Register.R0, Register.R1, Register.R2, Register.R3, Register.R4, Register.R5, Register.R7, Register.R8, Register.R9];

    private readonly CodeWriter _code = new();
    private readonly HashSet<Register> _counters = []; // of the loops that are open
    private readonly int _functionCount;
    private RandomSource _random;
    private readonly HashSet<int> _called = [];
    private int _function, _room;

    private SafeProgram(RandomSource random)
    {
        _random = random;
        _functionCount = _random.Below(3) == 0 ? 1 + _random.Below(MaximumFunctions) : 1;
    }

    public static FuzzProgram Make(RandomSource random)
    {
        SafeProgram program = new(random);
        byte[] memory = new byte[MemorySize];
        foreach (ref byte each in memory.AsSpan()) each = (byte)program._random.Next();
        for (program._function = 0; program._function < program._functionCount; program._function++) program.WriteFunction();
        return new(program._code.Finish(), memory);
    }

    private void WriteFunction()
    {
        _room = 4 + _random.Below(_functionCount == 1 ? 60 : 24);
        _code.StartFunction();
        _code.Add(Instruction.Move(Register.R6, Register.R1));
        foreach (Register register in s_numbers)
        {
            // A function's callers have set r2 to r5; the program itself is given r2.
            if (_function > 0 && register is >= Register.R2 and <= Register.R5) continue;
            if (register == Register.R2) continue;
            WriteNumber(register);
        }

        for (int slot = 1; slot <= StackSlots; slot++)
            _code.Add(Instruction.Store(Bpf.Instructions.MemorySize.Double, Register.R10, (short)(-8 * slot), AnyNumber()));
        WriteBlock(0);
        // The verifier refuses functions that nobody calls.
        if (_function + 1 < _functionCount && !_called.Contains(_function + 1)) WriteCall(_function + 1);
        foreach (Register register in s_numbers.AsSpan(1))
        {
            if (Chance(2)) continue;
            _code.Add(Instruction.Alu64(AluOperation.Multiply, Register.R0, 31));
            _code.Add(Instruction.Alu64(AluOperation.Add, Register.R0, register));
        }

        _code.Add(Instruction.Exit);
    }

    private void WriteBlock(int nesting)
    {
        int statements = 1 + _random.Below(nesting == 0 ? 30 : 6);
        while (statements-- > 0 && _room > 0)
        {
            _room--;
            WriteStatement(nesting);
        }
    }

    private void WriteStatement(int nesting)
    {
        switch (_random.Below(26))
        {
            case < 9: WriteArithmetic(); break;
            case 9: WriteSwap(); break;
            case 10: WriteNumber(Target()); break;
            case < 13: WriteMemoryAccess(Register.R6, _random.Below(MemorySize / 8) * 8, isStack: false); break;
            case < 15: WriteMemoryAccess(Register.R10, -8 * (1 + _random.Below(StackSlots)), isStack: true); break;
            case < 18: WriteAtomic(); break;
            case 18: WriteIndexedAccess(); break;
            case < 23 when nesting < MaximumNesting: WriteCondition(nesting); break;
            case 23 when nesting < MaximumNesting - 1: WriteLoop(nesting); break;
            case 24 when _function + 1 < _functionCount && nesting < 2: WriteCall(_function + 1 + _random.Below(_functionCount - _function - 1)); break;
            default: WriteArithmetic(); break;
        }
    }

    // Parts that all statements use

    private bool Chance(int oneIn) => _random.Below(oneIn) == 0;

    private T Pick<T>(ReadOnlySpan<T> from) => from[_random.Below(from.Length)];

    private Register AnyNumber() => Pick<Register>(s_numbers);

    /// <summary>A register to write to: no counter of a loop.</summary>
    private Register Target()
    {
        while (true)
        {
            Register register = AnyNumber();
            if (!_counters.Contains(register)) return register;
        }
    }

    private int Immediate() => _random.Below(6) switch
    {
        0 => _random.Below(16) - 8,
        1 => (int)_random.Next(),
        2 => Pick<int>([int.MinValue, int.MaxValue, -1, 0, 1, 0x7fff, 0x8000, 0xffff, 0x10000, 255, 256]),
        3 => 1 << _random.Below(32),
        _ => _random.Below(1000) - 100,
    };

    private ulong Wide() => _random.Below(4) switch
    {
        0 => Pick<ulong>([0, 1, ulong.MaxValue, 1ul << 63, long.MaxValue, 1ul << 32, uint.MaxValue, 1ul << 31]),
        1 => 1ul << _random.Below(64),
        _ => _random.Next(),
    };

    private void WriteNumber(Register register)
    {
        switch (_random.Below(4))
        {
            case 0: _code.Add(Instruction.Move(register, Immediate())); break;
            case 1: _code.AddWide(register, Wide()); break;
            default: _code.Add(Instruction.Load(Bpf.Instructions.MemorySize.Double, register, Register.R6, (short)(8 * _random.Below(MemorySize / 8)))); break;
        }
    }
}
