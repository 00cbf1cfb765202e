using System.Collections.Immutable;

namespace Waggle.Bpf.Instructions;

/// <summary>Every instruction of RFC 9669, and what Linux 6.18 adds to it.</summary>
/// <remarks>Instructions that only the kernel writes, when it rewrites a loaded program, are not among them. Thread-safe.</remarks>
public static class InstructionSet
{
    private static readonly ImmutableArray<InstructionForm>[] s_byOpcode = IndexByOpcode();

    /// <summary>All forms, in ascending order of opcode.</summary>
    public static ImmutableArray<InstructionForm> Forms { get; } = [.. s_byOpcode.SelectMany(forms => forms)];

    /// <summary>The form of an instruction, judged by its first slot; null if none is defined.</summary>
    public static InstructionForm? Find(in Instruction instruction)
    {
        foreach (InstructionForm form in s_byOpcode[instruction.Opcode.Value])
        {
            if (form.Matches(instruction))
                return form;
        }

        return null;
    }

    /// <summary>The forms that share an opcode; empty if the opcode is undefined.</summary>
    public static ImmutableArray<InstructionForm> WithOpcode(Opcode opcode) => s_byOpcode[opcode.Value];

    private static ImmutableArray<InstructionForm>[] IndexByOpcode()
    {
        var index = new ImmutableArray<InstructionForm>[256];
        Array.Fill(index, []);
        foreach (IGrouping<byte, InstructionForm> group in InstructionTable.Rows().GroupBy(form => form.Opcode.Value))
            index[group.Key] = [.. group];
        return index;
    }
}
