using System.Collections.Immutable;

namespace Waggle.Bpf.Objects;

/// <summary>A CO-RE relocation that a kernel can't satisfy, in words for the person who wrote the program.</summary>
/// <param name="ProgramName">The program.</param>
/// <param name="Relocation">What was asked; its instruction counts in the program.</param>
/// <param name="TypeName">The type that it starts from, as "struct task_struct".</param>
/// <param name="Field">The path into it, as "real_parent.tgid" or "comm[2]"; of an enumeration the enumerator; "" for a type.</param>
/// <param name="Line">The source line, if the program has line information.</param>
/// <param name="Reason">What is different in the kernel.</param>
public sealed record CoreFailure(
    string ProgramName,
    CoreRelocation Relocation,
    string TypeName,
    string Field,
    LineInfo? Line,
    string Reason)
{
    // Most failures are of instructions that the program never reaches, so names are looked for only when somebody asks.
    private readonly Lazy<ImmutableArray<string>> _suggestions = new([]);

    internal CoreFailure(
        string programName, CoreRelocation relocation, string typeName, string field, LineInfo? line, string reason, Func<ImmutableArray<string>> suggest)
        : this(programName, relocation, typeName, field, line, reason) => _suggestions = new(suggest);

    /// <summary>Names that the kernel has instead, the closest first.</summary>
    public ImmutableArray<string> Suggestions => _suggestions.Value;

    /// <summary>One sentence with all of it.</summary>
    public override string ToString()
    {
        string place = Line is { } line ? $"{line.FileName}:{line.Line}" : $"instruction {Relocation.InstructionIndex}";
        string suggestions = Suggestions.IsEmpty ? "" : $" Close names there: {string.Join(", ", Suggestions)}.";
        string what = Field == "" ? TypeName : $"{TypeName}, {Field}";
        return $"{ProgramName}, {place}: {what}: {Reason}.{suggestions}";
    }
}
