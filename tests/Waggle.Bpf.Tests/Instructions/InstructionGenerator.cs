using CsCheck;
using Waggle.Bpf.Instructions;

namespace Waggle.Bpf.Tests.Instructions;

/// <summary>Draws defined instructions from the table, every form as likely as the next.</summary>
internal static class InstructionGenerator
{
    /// <summary>One instruction: one slot, or the two of a 64-bit immediate.</summary>
    internal static Gen<Instruction[]> Defined { get; } =
        Gen.OneOf<InstructionForm>([.. InstructionSet.Forms]).SelectMany(OfForm);

    /// <summary>A program of up to 40 instructions.</summary>
    internal static Gen<Instruction[]> Program { get; } =
        Defined.Array[0, 40].Select(parts => parts.SelectMany(part => part).ToArray());

    internal static Gen<Instruction[]> OfForm(InstructionForm form) =>
        Gen.Select(
            Field(form.Destination, sbyte.MinValue, sbyte.MaxValue),
            Field(form.Source, sbyte.MinValue, sbyte.MaxValue),
            Field(form.Offset, short.MinValue, short.MaxValue),
            Field(form.Immediate, int.MinValue, int.MaxValue),
            Field(form.SecondImmediate ?? FieldRule.Zero, int.MinValue, int.MaxValue),
            (destination, source, offset, immediate, second) =>
            {
                Instruction first = new(form.Opcode, (Register)destination, (Register)source, (short)offset, immediate);
                return form.SecondImmediate is null ? [first] : new[] { first, new Instruction(default, 0, 0, 0, second) };
            });

    private static Gen<int> Field(FieldRule rule, int minimum, int maximum)
    {
        if (!rule.Values.IsEmpty)
            return Gen.OneOf<int>([.. rule.Values]);
        if (rule == FieldRule.AnyRegister)
            return Gen.Int[0, 10];
        if (rule == FieldRule.NotNegative)
            minimum = 0;
        return Gen.OneOf(Gen.Int[minimum, maximum], Gen.Int[Math.Max(minimum, -20), 20], Gen.OneOf<int>([minimum, maximum]));
    }
}
