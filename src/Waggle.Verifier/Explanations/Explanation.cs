using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Waggle.Bpf.Verdicts;

namespace Waggle.Verifier.Explanations;

/// <summary>Why a program was rejected, as a person wants to read it.</summary>
/// <param name="Rule">Stable name of the broken rule; the kernel's rejections have the same names: "null-check".</param>
/// <param name="Words">The rule in plain words.</param>
/// <param name="Remedy">What usually mends it, in the language of the source.</param>
/// <param name="Message">What is wrong, in the words of the kernel's log.</param>
/// <param name="Slot">The instruction at fault.</param>
/// <param name="Instruction">Its text; empty if there is none.</param>
/// <param name="Source">Its line of C or C#, or null.</param>
/// <param name="Values">What the registers that it uses held: "R0=map_value_or_null(id=1,map=hits,ks=4,vs=8)".</param>
/// <param name="Trail">The last few instructions that made them what they are, oldest first.</param>
/// <remarks>Immutable.</remarks>
public sealed record Explanation(
    string Rule, string Words, string Remedy, string Message, int Slot, string Instruction, SourcePlace? Source, ImmutableArray<string> Values,
    ImmutableArray<string> Trail)
{
    /// <summary>All of it, in at most 12 lines.</summary>
    public override string ToString()
    {
        StringBuilder text = new(Words);
        if (Message != Words) text.Append('\n').Append("The verifier says: ").Append(Message);
        if (Source is not null) text.Append('\n').Append("Source: ").Append(Source);
        text.Append('\n').Append(CultureInfo.InvariantCulture, $"Instruction {Slot}{(Instruction.Length == 0 ? "" : $": {Instruction}")}");
        if (!Values.IsEmpty) text.Append('\n').Append("Values: ").AppendJoin(' ', Values);
        if (!Trail.IsEmpty) text.Append('\n').Append("What led there:");
        foreach (string step in Trail) text.Append("\n  ").Append(step);
        return text.Append('\n').Append("What helps: ").Append(Remedy).ToString();
    }
}
