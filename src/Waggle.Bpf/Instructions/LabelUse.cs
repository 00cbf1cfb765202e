namespace Waggle.Bpf.Instructions;

/// <summary>An instruction whose distance to a label is still open.</summary>
/// <param name="Slot">Its first slot.</param>
/// <param name="Label">The label.</param>
/// <param name="Line">Line of the text, or 0.</param>
/// <param name="Column">Column of the text, or 0.</param>
internal readonly record struct LabelUse(int Slot, string Label, int Line = 0, int Column = 0);
