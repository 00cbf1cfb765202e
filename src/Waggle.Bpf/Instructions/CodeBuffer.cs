using System.Collections.Frozen;

namespace Waggle.Bpf.Instructions;

/// <summary>Instructions in the making: slots, labels, and what still refers to them by name.</summary>
internal sealed class CodeBuffer
{
    private readonly List<Instruction> _slots = [];
    private readonly List<LabelUse> _uses = [];
    private readonly List<MapReference> _maps = [];
    private readonly Dictionary<string, int> _labels = [];

    /// <summary>Slots so far, so the index of the next.</summary>
    internal int Count => _slots.Count;

    internal Instruction this[int slot] => _slots[slot];

    internal void Add(Instruction slot) => _slots.Add(slot);

    internal void Add((Instruction First, Instruction Second) wide)
    {
        _slots.Add(wide.First);
        _slots.Add(wide.Second);
    }

    internal void AddUse(LabelUse use) => _uses.Add(use);

    internal void AddMap(Register destination, string map, int? valueOffset)
    {
        _maps.Add(new(_slots.Count, map, valueOffset));
        Add(valueOffset is { } offset
            ? Instruction.LoadPseudo(destination, PseudoSource.MapValue, 0, offset)
            : Instruction.LoadPseudo(destination, PseudoSource.MapDescriptor, 0));
    }

    internal void Replace(int slot, Instruction instruction) => _slots[slot] = instruction;

    /// <summary>Takes back everything from <paramref name="slot"/> on, for a statement that turned out wrong.</summary>
    internal void Truncate(int slot)
    {
        _slots.RemoveRange(slot, _slots.Count - slot);
        while (_uses.Count > 0 && _uses[^1].Slot >= slot)
            _uses.RemoveAt(_uses.Count - 1);
        while (_maps.Count > 0 && _maps[^1].InstructionIndex >= slot)
            _maps.RemoveAt(_maps.Count - 1);
    }

    /// <summary>Puts a label before the next slot.</summary>
    /// <returns>False if the label exists.</returns>
    internal bool TryLabel(string name) => _labels.TryAdd(name, _slots.Count);

    internal bool HasLabel(string name) => _labels.ContainsKey(name);

    /// <summary>Fills in the distances to labels.</summary>
    /// <returns>The uses that cannot be filled in, with the reason.</returns>
    internal List<(LabelUse Use, string Reason)> ResolveLabels()
    {
        List<(LabelUse, string)> failures = [];
        foreach (LabelUse use in _uses)
        {
            if (!_labels.TryGetValue(use.Label, out int target))
            {
                failures.Add((use, $"there is no label '{use.Label}'"));
                continue;
            }

            Instruction instruction = _slots[use.Slot];
            int distance = target - (use.Slot + 1);
            if (HasLongReach(instruction))
                _slots[use.Slot] = instruction with { Immediate = distance };
            else if (distance is >= short.MinValue and <= short.MaxValue)
                _slots[use.Slot] = instruction with { Offset = (short)distance };
            else
            {
                failures.Add((use, $"'{use.Label}' is {distance} slots away, and this jump reaches "
                    + $"{short.MinValue} to {short.MaxValue}: jump to a gotol nearby"));
            }
        }

        return failures;
    }

    internal AssembledProgram ToProgram() => new([.. _slots], [.. _maps], _labels.ToFrozenDictionary());

    /// <summary>Whether the distance is in the 32 bits of the immediate: calls, gotol, addresses of functions.</summary>
    private static bool HasLongReach(in Instruction instruction) =>
        instruction.IsWide
        || instruction.Opcode.JumpOperation == JumpOperation.Call
        || instruction.Opcode == Opcode.Jump(InstructionClass.Jmp32, JumpOperation.Always, Operand.Immediate);
}
