using Waggle.Bpf.Verdicts;

namespace Waggle.Linux.Verdicts;

/// <summary>An instruction in a <see cref="KernelDiagnosis"/>.</summary>
/// <param name="Source">Its source line, if the program tells.</param>
internal sealed record DiagnosedStep(SourcePlace? Source)
{
    /// <summary>Slot of the instruction, if it is shown.</summary>
    public int? Index { get; init; }

    /// <summary>The instruction as the kernel prints it; empty if it is not shown.</summary>
    public string Text { get; init; } = "";

    /// <summary>What the kernel says of it: "R0 changed from map_value_or_null to map_value".</summary>
    public string Note { get; init; } = "";

    /// <summary>As <see cref="CausalTrail.Describe"/> writes a step.</summary>
    public override string ToString() =>
        $"{(Index is null ? "" : $"{Index}: ")}{Text}{(Note.Length == 0 ? "" : $" → {Note}")}{(Source?.Short is { Length: > 0 } place ? $" [{place}]" : "")}".Trim();
}
