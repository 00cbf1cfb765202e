using Waggle.Bpf.Instructions;
using Waggle.Verifier.Code;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <content>The way that a path took, for who explains where it ended.</content>
internal sealed partial class Exploration
{
    /// <summary>What the way is written down in; null if nobody asks.</summary>
    public PathRecord? Record { get; init; }

    // Before each instruction, so that the last one is written down as it was met.
    private void WriteDown(PathRecord record)
    {
        PathStep? before = _state.Way;
        PathStep step = new(before, _slot, _state.Depth);
        if (before is not null && RegisterUse.Subject(_code[before.Slot]) is >= 0 and var subject) step.Outcome = Registers[subject];
        step.Stack = StackPlace(_code[_slot]);
        _state.Way = step;
        if (Processed == record.Last) (record.End, record.Registers, record.Maps) = (step, [.. Registers], _maps);
    }

    private (int Frame, int Offset)? StackPlace(in Instruction instruction)
    {
        int address = instruction.Opcode.Class switch
        {
            InstructionClass.Ldx => (int)instruction.Source,
            InstructionClass.St or InstructionClass.Stx => (int)instruction.Destination,
            _ => -1,
        };
        if ((uint)address >= Frame.RegisterCount || Registers[address] is not { Kind: RegisterKind.Stack } place || !place.Number.IsConstant) return null;
        return (place.Range, (int)(place.Offset + (long)place.Number.Value + instruction.Offset));
    }
}
