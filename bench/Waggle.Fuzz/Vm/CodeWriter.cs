using System.Collections.Immutable;
using Waggle.Bpf.Instructions;

namespace Waggle.Fuzz.Vm;

/// <summary>Code that grows, with jumps and calls whose targets come later.</summary>
internal sealed class CodeWriter
{
    private readonly List<Instruction> _code = [];
    private readonly List<(int Slot, int Function)> _calls = [];
    private readonly List<int> _functions = []; // first slot of each

    public int Count => _code.Count;

    public void Add(Instruction instruction) => _code.Add(instruction);

    public void AddWide(Register register, ulong value)
    {
        (Instruction first, Instruction second) = Instruction.LoadImmediate64(register, value);
        _code.Add(first);
        _code.Add(second);
    }

    /// <summary>Adds a jump whose target is not known yet.</summary>
    public int AddJump(Instruction jump)
    {
        _code.Add(jump);
        return _code.Count - 1;
    }

    /// <summary>Lets a jump lead to what is added next.</summary>
    public void Land(int jump) => Aim(jump, _code.Count);

    public void Aim(int jump, int target)
    {
        int distance = target - jump - 1;
        bool isLong = _code[jump].Opcode.Class == InstructionClass.Jmp32 && _code[jump].Opcode.JumpOperation == JumpOperation.Always;
        _code[jump] = isLong ? _code[jump] with { Immediate = distance } : _code[jump] with { Offset = (short)distance };
    }

    public void AddCall(int function)
    {
        _calls.Add((_code.Count, function));
        _code.Add(Instruction.Call(CallKind.Function, 0));
    }

    public void StartFunction() => _functions.Add(_code.Count);

    public ImmutableArray<Instruction> Finish()
    {
        foreach ((int slot, int function) in _calls)
            _code[slot] = _code[slot] with { Immediate = _functions[function] - slot - 1 };
        return [.. _code];
    }
}
