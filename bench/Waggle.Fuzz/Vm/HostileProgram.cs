using System.Collections.Immutable;
using Waggle.Bpf.Instructions;

namespace Waggle.Fuzz.Vm;

/// <summary>Makes programs that no verifier would accept: damaged ones, random instructions, wild pointers, loops and calls without end.</summary>
/// <param name="real">Programs of real objects, to damage.</param>
internal sealed class HostileProgram(ImmutableArray<ImmutableArray<Instruction>> real)
{
    private static readonly ImmutableArray<InstructionForm> s_forms = InstructionSet.Forms;

    private RandomSource _random;

    public FuzzProgram Make(RandomSource random)
    {
        _random = random;
        byte[] memory = new byte[_random.Below(5) == 0 ? _random.Below(SafeProgram.MemorySize) : SafeProgram.MemorySize];
        foreach (ref byte each in memory.AsSpan()) each = (byte)_random.Next();
        List<Instruction> code = _random.Below(8) switch
        {
            0 or 1 or 2 => [.. SafeProgram.Make(_random).Code],
            3 when !real.IsEmpty => [.. Part(real[_random.Below(real.Length)])],
            4 => Wild(),
            _ => Random(2 + _random.Below(40)),
        };
        for (int changes = _random.Below(6); changes > 0; changes--) Damage(code);
        // Some stay broken, for those who read programs.
        if (_random.Below(8) != 0) Repair.Apply(code, ref _random);
        return new([.. code], memory);
    }

    // Real programs may be long: a few hundred instructions are enough to run into something.
    private ImmutableArray<Instruction> Part(ImmutableArray<Instruction> whole)
    {
        int start = _random.Below(2) == 0 ? 0 : _random.Below(whole.Length);
        return whole[start..Math.Min(whole.Length, start + 300)];
    }

    private List<Instruction> Random(int count)
    {
        List<Instruction> code = [];
        while (code.Count < count) AddRandom(code, code.Count);
        return code;
    }

    private void AddRandom(List<Instruction> code, int at)
    {
        InstructionForm form = s_forms[_random.Below(s_forms.Length)];
        int destination = Field(form.Destination, 0, 10, small: 10), source = Field(form.Source, 0, 10, small: 10);
        bool isJump = form.Opcode.Class is InstructionClass.Jmp or InstructionClass.Jmp32;
        int offset = Field(form.Offset, short.MinValue, short.MaxValue, small: isJump ? 6 : 64);
        int immediate = Field(form.Immediate, int.MinValue, int.MaxValue, small: isJump ? 8 : 100);
        code.Insert(at, new(form.Opcode, (Register)destination, (Register)source, (short)offset, immediate));
        if (form.SecondImmediate is { } second)
            code.Insert(at + 1, new(default, 0, 0, 0, Field(second, int.MinValue, int.MaxValue, small: 3)));
    }

    private int Field(FieldRule rule, int minimum, int maximum, int small)
    {
        if (!rule.Values.IsEmpty) return rule.Values[_random.Below(rule.Values.Length)];
        if (rule == FieldRule.AnyRegister) return _random.Below(11);
        if (rule == FieldRule.NotNegative) minimum = 0;
        return _random.Below(8) switch
        {
            0 => (int)Math.Clamp((long)(int)_random.Next(), minimum, maximum),
            1 => _random.Below(2) == 0 ? minimum : maximum,
            _ => Math.Max(minimum, _random.Below(2 * small + 1) - small),
        };
    }

    /// <summary>Pointers that are moved by anything, and then used.</summary>
    private List<Instruction> Wild()
    {
        List<Instruction> code = [];
        for (int i = 2 + _random.Below(10); i > 0; i--)
        {
            Register pointer = (Register)_random.Below(10);
            switch (_random.Below(6))
            {
                case 0: code.Add(Instruction.Move(pointer, Register.R10)); break;
                case 1: code.Add(Instruction.Move(pointer, Register.R1)); break;
                case 2:
                    (Instruction first, Instruction second) = Instruction.LoadImmediate64(pointer, _random.Next() >> _random.Below(64));
                    code.Add(first);
                    code.Add(second);
                    break;
                case 3: code.Add(Instruction.Alu64(AluOperation.Add, pointer, _random.Below(1200) - 600)); break;
                case 4: code.Add(Instruction.Alu64(AluOperation.Subtract, pointer, (Register)_random.Below(11))); break;
                default: break;
            }

            InstructionForm form;
            do form = s_forms[_random.Below(s_forms.Length)];
            while (form.Opcode.Class is not (InstructionClass.Ldx or InstructionClass.St or InstructionClass.Stx));
            bool isLoad = form.Opcode.Class == InstructionClass.Ldx;
            Register other = (Register)_random.Below(10);
            code.Add(new(form.Opcode, isLoad ? other : pointer, form.Source == FieldRule.AnyRegister ? isLoad ? pointer : other : 0,
                (short)Field(form.Offset, short.MinValue, short.MaxValue, small: 80), Field(form.Immediate, int.MinValue, int.MaxValue, small: 80)));
        }

        code.Add(Instruction.Move(Register.R0, 0));
        return code;
    }

    private void Damage(List<Instruction> code)
    {
        if (code.Count == 0) return;
        int at = _random.Below(code.Count);
        Instruction old = code[at];
        switch (_random.Below(12))
        {
            case 0: code.RemoveAt(at); break;
            case 1: code.Insert(_random.Below(code.Count), old); break;
            case 2: AddRandom(code, at); break;
            case 3: code[at] = old with { Destination = (Register)_random.Below(11) }; break;
            case 4: code[at] = old with { Source = (Register)_random.Below(11) }; break;
            case 5: code[at] = old with { Offset = (short)(old.Offset + _random.Below(17) - 8) }; break;
            case 6: code[at] = old with { Offset = (short)_random.Next() }; break;
            case 7: code[at] = old with { Immediate = (int)_random.Next() }; break;
            case 8: code[at] = old with { Immediate = old.Immediate + _random.Below(17) - 8 }; break;
            case 9: code[at] = old with { Opcode = s_forms[_random.Below(s_forms.Length)].Opcode }; break;
            case 10: code[at] = Instruction.Goto((short)(-1 - _random.Below(at + 1))); break;
            default: code[at] = Instruction.Call(CallKind.Function, _random.Below(code.Count) - at - 1); break;
        }
    }
}
