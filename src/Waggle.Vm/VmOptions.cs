using Waggle.Vm.Execution;

namespace Waggle.Vm;

/// <summary>Settings of an engine.</summary>
public sealed record VmOptions
{
    /// <summary>Instructions that a run without a proof may execute, counted at backward jumps and calls; one that needs more is ended.</summary>
    public long InstructionBudget { get; init; } = 100_000_000;

    /// <summary>CPUs that programs see, and so how many programs run at once. By default as many as .NET sees.</summary>
    public int CpuCount { get; init; } = Environment.ProcessorCount;

    /// <summary>What programs are told of the world around them, and where they print to. This process by default.</summary>
    public VmHost Host { get; init; } = VmHost.Default;

    /// <summary>How programs are executed.</summary>
    public VmExecution Execution { get; init; }
}
