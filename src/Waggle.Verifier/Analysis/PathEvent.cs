namespace Waggle.Verifier.Analysis;

/// <summary>Something on the way to a state that going back has to know.</summary>
/// <param name="Slot">Where it was.</param>
/// <param name="Previous">The instruction before it.</param>
/// <param name="Access">Which slot of the stack was spilled to or filled from.</param>
/// <param name="Linked">Registers and slots that a comparison has narrowed together (<see cref="LinkedNumbers"/>).</param>
internal record struct PathEvent(int Slot, int Previous, StackAccess Access, ulong Linked);

/// <summary>A slot of the stack of a frame; the default is none.</summary>
internal readonly record struct StackAccess(bool IsAccess, byte Frame, byte Slot);
