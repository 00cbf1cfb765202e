namespace Waggle.Compiler.Backend;

/// <summary>A program in machine instructions, blocks in the order in which they will stand.</summary>
internal sealed class MachineFunction
{
    internal const int FirstVirtual = 16;

    internal List<MachineBlock> Blocks { get; } = [];

    internal int RegisterCount { get; private set; } = FirstVirtual;

    internal int NewRegister() => RegisterCount++;
}
