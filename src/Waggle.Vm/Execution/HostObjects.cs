namespace Waggle.Vm.Execution;

/// <summary>Numbers that stand for objects of the host where a program holds a pointer of the kernel.</summary>
/// <remarks>No addresses: there is nothing to read behind them.</remarks>
internal static class HostObjects
{
    private const ulong Base = 0x5742_4f42_0000_0000;

    /// <summary>The task that runs the program.</summary>
    internal const ulong CurrentTask = Base + 1;

    /// <summary>Whether a number stands for an object of a kernel type; of any if that is null.</summary>
    internal static bool IsValid(ulong handle, string? typeName) => handle == CurrentTask && (typeName is null or "task_struct");
}
