using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;

namespace Waggle.Linux.KernelTests;

/// <summary>Puts instructions together by hand: forward jumps by label, and references to maps.</summary>
internal sealed class Code
{
    private readonly List<Instruction> _instructions = [];
    private readonly List<MapReference> _maps = [];
    private readonly List<(int Index, string Label)> _jumps = [];
    private readonly Dictionary<string, int> _labels = [];

    public Code Add(params ReadOnlySpan<Instruction> instructions)
    {
        _instructions.AddRange(instructions);
        return this;
    }

    public Code Label(string name)
    {
        _labels.Add(name, _instructions.Count);
        return this;
    }

    public Code JumpIf(JumpOperation operation, Register left, int right, string label)
    {
        _jumps.Add((_instructions.Count, label));
        return Add(Instruction.Jump(InstructionClass.Jmp, operation, left, right, 0));
    }

    public Code Goto(string label)
    {
        _jumps.Add((_instructions.Count, label));
        return Add(Instruction.Goto(0));
    }

    public Code LoadMap(Register destination, string map, int? valueOffset = null)
    {
        _maps.Add(new MapReference(_instructions.Count, map, valueOffset));
        (Instruction first, Instruction second) = Instruction.LoadImmediate64(destination, 0);
        return Add(first, second);
    }

    /// <summary><c>map[index] += 1</c> for an array of 64-bit numbers; clobbers R0 to R5 and the stack at -4.</summary>
    public Code Increment(string map, int index)
    {
        string skip = $"skip{_instructions.Count}";
        return Add(Instruction.Store(MemorySize.Word, Register.R10, -4, index), Instruction.Move(Register.R2, Register.R10),
                Instruction.Alu64(AluOperation.Add, Register.R2, -4))
            .LoadMap(Register.R1, map)
            .Add(Instruction.CallHelper(1)) // bpf_map_lookup_elem
            .JumpIf(JumpOperation.Equal, Register.R0, 0, skip)
            .Add(Instruction.Move(Register.R1, 1), Instruction.Atomic(AtomicOperation.Add, MemorySize.Double, Register.R0, Register.R1, 0))
            .Label(skip);
    }

    public Code Return(int value) => Add(Instruction.Move(Register.R0, value), Instruction.Exit);

    public ProgramSpec Build(string name, string section, ProgramType type, uint attachType = 0)
    {
        Instruction[] code = [.. _instructions];
        foreach ((int index, string label) in _jumps)
            code[index] = code[index] with { Offset = (short)(_labels[label] - index - 1) };
        int slash = section.IndexOf('/');
        return new ProgramSpec
        {
            Name = name,
            Section = section,
            Type = type,
            AttachTarget = slash < 0 ? "" : section[(slash + 1)..],
            ExpectedAttachType = attachType,
            Instructions = [.. code],
            MapReferences = [.. _maps],
        };
    }
}
