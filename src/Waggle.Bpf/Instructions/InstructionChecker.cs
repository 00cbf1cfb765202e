using System.Diagnostics.CodeAnalysis;

namespace Waggle.Bpf.Instructions;

/// <summary>Holds slots against <see cref="InstructionSet"/> and says which field breaks which rule.</summary>
internal static class InstructionChecker
{
    private static readonly InstructionField[] s_fields =
        [InstructionField.Destination, InstructionField.Source, InstructionField.Offset, InstructionField.Immediate];

    /// <summary>Slots that the instruction at <paramref name="slot"/> takes, or 0 if it is not a defined one.</summary>
    internal static int DefinedLength(ReadOnlySpan<Instruction> slots, int slot)
    {
        InstructionForm? form = InstructionSet.Find(slots[slot]);
        if (form is null)
            return 0;
        if (form.SecondImmediate is null)
            return 1;
        return slot + 1 < slots.Length && IsSecondSlot(slots[slot + 1]) && form.SecondImmediate.Allows(slots[slot + 1].Immediate) ? 2 : 0;
    }

    /// <summary>Adds the problems of all slots to <paramref name="problems"/>.</summary>
    internal static void Collect(ReadOnlySpan<Instruction> slots, List<InstructionProblem> problems)
    {
        for (int slot = 0; slot < slots.Length; slot += slots[slot].IsWide ? 2 : 1)
        {
            if (DefinedLength(slots, slot) == 0)
                Explain(slots, slot, problems);
        }
    }

    /// <summary>Throws for the first slot that is not defined.</summary>
    /// <exception cref="InvalidInstructionException">There is one.</exception>
    internal static void ThrowIfUndefined(ReadOnlySpan<Instruction> slots)
    {
        for (int slot = 0; slot < slots.Length;)
        {
            int length = DefinedLength(slots, slot);
            if (length == 0)
                Throw(slots, slot);
            slot += length;
        }
    }

    [DoesNotReturn]
    private static void Throw(ReadOnlySpan<Instruction> slots, int slot)
    {
        List<InstructionProblem> problems = [];
        Explain(slots, slot, problems);
        throw new InvalidInstructionException(problems[0]);
    }

    private static void Explain(ReadOnlySpan<Instruction> slots, int slot, List<InstructionProblem> problems)
    {
        Instruction instruction = slots[slot];
        if (InstructionSet.WithOpcode(instruction.Opcode).IsEmpty)
        {
            problems.Add(new(InstructionRule.UndefinedOpcode, slot, InstructionField.Opcode,
                $"Slot {slot}: opcode {instruction.Opcode} is not defined."));
            return;
        }

        if (InstructionSet.Find(instruction) is { SecondImmediate: { } secondImmediate })
            ExplainSecondSlot(slots, slot, secondImmediate, problems);
        else
            ExplainFields(instruction, slot, problems);
    }

    private static void ExplainFields(in Instruction instruction, int slot, List<InstructionProblem> problems)
    {
        Instruction subject = instruction;
        // Of forms that one change would meet, the one that the field which tells variants apart selects.
        InstructionField selector = subject.Opcode.IsAlu ? InstructionField.Offset : InstructionField.Source;
        InstructionForm nearest = InstructionSet.WithOpcode(subject.Opcode)
            .MinBy(form => (Misfits(form, subject).Count(), !Fits(form, selector, subject)))!;
        foreach (InstructionField field in Misfits(nearest, subject))
        {
            // What the field may hold is said by every form that the other fields fit as well as they fit the nearest.
            InstructionForm[] candidates =
            [
                .. InstructionSet.WithOpcode(subject.Opcode)
                    .Where(form => s_fields.All(other => other == field || Fits(form, other, subject) || !Fits(nearest, other, subject))),
            ];
            FieldRule rule = Union([.. candidates.Select(form => form.RuleOf(field))]);
            int value = ValueOf(subject, field);
            InstructionRule broken = rule == FieldRule.AnyRegister ? InstructionRule.NoSuchRegister
                : rule.Values is [0] ? InstructionRule.UnusedFieldNotZero
                : InstructionRule.UndefinedValue;
            string name = candidates.Length == 1 ? nearest.Name : $"opcode {subject.Opcode}";
            problems.Add(new(broken, slot, field,
                $"Slot {slot}: the {NameOf(field)} is {value}; {name} takes {rule}."));
        }
    }

    private static void ExplainSecondSlot(
        ReadOnlySpan<Instruction> slots, int slot, FieldRule secondImmediate, List<InstructionProblem> problems)
    {
        int next = slot + 1;
        if (next == slots.Length)
        {
            problems.Add(new(InstructionRule.SecondSlotMissing, slot, InstructionField.Slot,
                $"Slot {slot}: a 64-bit immediate takes two slots, and the code ends after the first."));
            return;
        }

        Instruction second = slots[next];
        if (second.Opcode.Value != 0)
            Add(InstructionField.Opcode, second.Opcode.Value);
        foreach (InstructionField field in s_fields)
        {
            if (field == InstructionField.Immediate ? !secondImmediate.Allows(second.Immediate) : ValueOf(second, field) != 0)
                Add(field, ValueOf(second, field));
        }

        void Add(InstructionField field, int value) => problems.Add(new(InstructionRule.SecondSlotNotEmpty, next, field,
            $"Slot {next}: the {NameOf(field)} is {value}; in the second slot of this 64-bit immediate it must be 0."));
    }

    private static bool IsSecondSlot(in Instruction slot) =>
        slot.Opcode.Value == 0 && slot.Destination == 0 && slot.Source == 0 && slot.Offset == 0;

    private static IEnumerable<InstructionField> Misfits(InstructionForm form, Instruction instruction) =>
        s_fields.Where(field => !Fits(form, field, instruction));

    private static bool Fits(InstructionForm form, InstructionField field, in Instruction instruction) =>
        form.RuleOf(field).Allows(ValueOf(instruction, field));

    private static FieldRule Union(FieldRule[] rules) =>
        rules.FirstOrDefault(rule => rule.Values.IsEmpty) ?? FieldRule.OneOf(rules.SelectMany(rule => rule.Values));

    private static int ValueOf(in Instruction instruction, InstructionField field) => field switch
    {
        InstructionField.Destination => (int)instruction.Destination,
        InstructionField.Source => (int)instruction.Source,
        InstructionField.Offset => instruction.Offset,
        _ => instruction.Immediate,
    };

    private static string NameOf(InstructionField field) => field switch
    {
        InstructionField.Opcode => "opcode",
        InstructionField.Destination => "destination register",
        InstructionField.Source => "source register",
        InstructionField.Offset => "offset",
        _ => "immediate",
    };
}
