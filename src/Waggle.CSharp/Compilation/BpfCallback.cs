namespace Waggle.CSharp;

/// <summary>A function of a program as a helper calls it, when the program runs as plain C#.</summary>
/// <param name="a">What R1 would hold.</param>
/// <param name="b">R2.</param>
/// <param name="c">R3.</param>
/// <param name="d">R4.</param>
/// <returns>What R0 would hold.</returns>
public delegate ulong BpfCallback(ulong a, ulong b, ulong c, ulong d);
