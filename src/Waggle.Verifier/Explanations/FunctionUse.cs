using System.Globalization;

namespace Waggle.Verifier.Explanations;

/// <summary>A function of a program, in a report.</summary>
/// <param name="Name">Its name; "func#2" if the object has none for it.</param>
/// <param name="Slot">Its first slot.</param>
/// <param name="Slots">How many slots it has.</param>
/// <param name="IsGlobal">Whether it is verified by itself, by its signature, and not where it is called.</param>
/// <param name="StackInBytes">Stack that it uses itself.</param>
/// <param name="Visits">Instructions of it that were gone through, over all paths.</param>
/// <remarks>Immutable.</remarks>
public sealed record FunctionUse(string Name, int Slot, int Slots, bool IsGlobal, int StackInBytes, int Visits)
{
    /// <summary>"inner at 17: 3 slots, 16 bytes of stack, 3 visits".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Name} at {Slot}{(IsGlobal ? ", global" : "")}: {ProgramReport.Count(Slots, "slot")}, {ProgramReport.Count(StackInBytes, "byte")} of stack, {ProgramReport.Count(Visits, "visit")}");
}
