namespace Waggle.Vm.Execution;

/// <summary>A helper as a program calls it.</summary>
/// <param name="number">Its number.</param>
/// <param name="name">Its name.</param>
/// <param name="function">The implementation; it may trust its arguments.</param>
/// <param name="check">Checks the arguments of a program that has no proof; null where nothing can be wrong with them.</param>
internal sealed unsafe class HelperBinding(
    int number, string name, delegate*<RunContext, ulong, ulong, ulong, ulong, ulong, ulong> function, IArgumentCheck? check)
{
    internal int Number { get; } = number;

    internal string Name { get; } = name;

    internal delegate*<RunContext, ulong, ulong, ulong, ulong, ulong, ulong> Function { get; } = function;

    internal IArgumentCheck? Check { get; } = check;

    /// <summary>Whether the implementation may end the run, and wants to know at which instruction.</summary>
    internal bool MayFault { get; init; }

    /// <summary>Keeps the implementation's code alive, where that is not part of this library; null for the engine's own.</summary>
    internal object? Owner { get; init; }
}
