namespace Waggle.Vm.Execution;

/// <summary>A callback that is due, and runs.</summary>
/// <param name="Source">The timer or work that it is of.</param>
/// <param name="Program">Its program.</param>
/// <param name="Function">Index of the function.</param>
/// <param name="Outer">What ran on the CPU before.</param>
internal readonly record struct DueCallback(QueuedCallback Source, Executable Program, int Function, QueuedCallback? Outer);
