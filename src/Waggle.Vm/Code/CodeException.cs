namespace Waggle.Vm.Code;

/// <summary>A program's form is not sound; the engine tells its user which program it is.</summary>
internal sealed class CodeException(int slot, string reason) : FormatException($"Instruction {slot}: {reason}")
{
    internal int Slot { get; } = slot;

    internal string Reason { get; } = reason;
}
