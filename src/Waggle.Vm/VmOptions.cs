using System.Collections.Immutable;
using Waggle.Bpf.Types;
using Waggle.Vm.Execution;
using Waggle.Vm.Helpers;
using Waggle.Vm.Interpreter;

namespace Waggle.Vm;

/// <summary>Settings of an engine.</summary>
public sealed record VmOptions
{
    /// <summary>What keeps programs from doing harm: the verifier by default, as in the kernel.</summary>
    public VmSafety Safety { get; init; }

    /// <summary>Instructions that a run without a proof may execute, counted at backward jumps and calls; one that needs more is ended.</summary>
    public long InstructionBudget { get; init; } = 100_000_000;

    /// <summary>CPUs that programs see, and so how many programs run at once. By default as many as .NET sees.</summary>
    public int CpuCount { get; init; } = Environment.ProcessorCount;

    /// <summary>What programs are told of the world around them, and where they print to. This process by default.</summary>
    public VmHost Host { get; init; } = VmHost.Default;

    /// <summary>Helpers of the application, which programs call besides Linux's.</summary>
    public ImmutableArray<VmHelper> Helpers { get; init; } = [];

    /// <summary>The kernel's types that objects are fitted to (CO-RE); null to take each object's own, so that fields lie where its compiler put
    /// them, and all that it asks for exists.</summary>
    /// <remarks>Those of a Linux machine are in /sys/kernel/btf/vmlinux: <see cref="Btf.Read(ReadOnlyMemory{byte})"/>.</remarks>
    public Btf? KernelTypes { get; init; }

    /// <summary>Values for what objects want of the kernel's configuration (<c>__kconfig</c>), by name, written as in a configuration file: "y",
    /// "250", "\"text\"".</summary>
    public IReadOnlyDictionary<string, string> Configuration { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The kernel's version as programs see it (<c>LINUX_KERNEL_VERSION</c>): 6.18 by default, whose results helpers have.</summary>
    public Version KernelVersion { get; init; } = new(6, 18);

    /// <summary>Whether the engine has a thread that calls timers when they are due (<c>bpf_timer</c>, <c>bpf_wq</c>); it starts with the first of
    /// them. False for an application that calls <see cref="VmEngine.RunDueTimers"/>, at times of its own: in tests, say, with a clock
    /// of its own in <see cref="Host"/>.</summary>
    public bool HasTimerThread { get; init; } = true;

    /// <summary>How programs are executed.</summary>
    public VmExecution Execution { get; init; }

    /// <summary>Takes every program for proved, for tests and benchmarks of the engine itself.</summary>
    internal bool TrustsAll { get; init; }

    /// <summary>The run at which the interpreter looks for instructions that it can run as one.</summary>
    internal int RunsBeforeFusing { get; init; } = InterpretedProgram.UsualRunsBeforeFusing;
}
