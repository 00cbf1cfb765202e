namespace Waggle.Vm.Execution;

internal sealed unsafe partial class RunContext
{
    /// <summary>Slot before which the interpreter pauses; below 0 where it does not.</summary>
    internal int PausedAt = -1;

    /// <summary>The registers there.</summary>
    internal ulong* PausedRegisters;

    /// <summary>The value that was computed last.</summary>
    internal ulong PausedLast;
}
