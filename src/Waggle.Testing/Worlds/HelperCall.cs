namespace Waggle.Testing.Worlds;

/// <summary>A call of a helper by a program that runs as plain C#: the arguments as registers would hold them.</summary>
/// <param name="Helper">Its number in <c>enum bpf_func_id</c>.</param>
/// <param name="A">R1.</param>
/// <param name="B">R2.</param>
/// <param name="C">R3.</param>
/// <param name="D">R4.</param>
/// <param name="E">R5.</param>
public readonly record struct HelperCall(int Helper, ulong A, ulong B, ulong C, ulong D, ulong E);
