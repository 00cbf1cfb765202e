using System.Globalization;

namespace Waggle.Bpf.Instructions;

/// <summary>One instruction as text.</summary>
/// <param name="Slot">Index of its first slot.</param>
/// <param name="Opcode">Its opcode.</param>
/// <param name="Text">The text, without index and opcode: "r0 = 0".</param>
public readonly record struct DisassembledInstruction(int Slot, Opcode Opcode, string Text)
{
    /// <summary>The line of a listing, as bpftool prints it: "   0: (b7) r0 = 0".</summary>
    public override string ToString() =>
        // bpftool's "% 4d: ": at least four wide, and a space before a wider number too.
        string.Create(CultureInfo.InvariantCulture, $"{(Slot < 1000 ? "" : " ")}{Slot,4}: ({Opcode.Value:x2}) {Text}");
}
