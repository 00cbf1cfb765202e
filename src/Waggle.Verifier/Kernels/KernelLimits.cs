namespace Waggle.Verifier.Kernels;

/// <summary>How much of everything a program may have.</summary>
/// <remarks>The constants are those of include/linux/bpf.h, include/linux/bpf_verifier.h, include/linux/filter.h and kernel/bpf/verifier.c. They are
/// the same in Linux 5.10 to 6.18 where nothing else is said.</remarks>
internal sealed record KernelLimits
{
    /// <summary>The limits of a version.</summary>
    public static KernelLimits Of(KernelVersion version) => new()
    {
        TailCalls = version < new KernelVersion(5, 17) ? 32 : 33, // ebf7f6f0a6cd: until then a JIT did 33 and the interpreter 32
        LoopIterations = version < new KernelVersion(5, 17) ? 0 : 1 << 23,
        CallDepthOfAsync = version < new KernelVersion(5, 15) ? 0 : 8,
        HasPrivateStacks = version >= new KernelVersion(6, 13),
    };

    /// <summary>Instructions of a program whose loader has CAP_BPF (BPF_COMPLEXITY_LIMIT_INSNS).</summary>
    public int Instructions { get; init; } = 1_000_000;

    /// <summary>Instructions of a program whose loader has not (BPF_MAXINSNS).</summary>
    public int InstructionsUnprivileged { get; init; } = 4096;

    /// <summary>Instructions that the verifier goes through, over all paths (BPF_COMPLEXITY_LIMIT_INSNS).</summary>
    public int InstructionsProcessed { get; init; } = 1_000_000;

    /// <summary>Branches that wait to be gone through at once (BPF_COMPLEXITY_LIMIT_JMP_SEQ).</summary>
    public int PendingBranches { get; init; } = 8192;

    /// <summary>States that are remembered for an instruction, for a loader without privileges: with more, none is added (BPF_COMPLEXITY_LIMIT_STATES).</summary>
    public int StatesOfInstruction { get; init; } = 64;

    /// <summary>Bytes of stack of a function, and of a chain of calls (MAX_BPF_STACK).</summary>
    public int StackInBytes { get; init; } = 512;

    /// <summary>Bytes of stack above a tail call that is not in the main function (check_max_stack_depth, since 5.10).</summary>
    public int StackAboveTailCallInBytes { get; init; } = 256;

    /// <summary>Bytes of stack of a function from which it has a stack of its own, where the kernel has those (BPF_PRIV_STACK_MIN_SIZE).</summary>
    public int PrivateStackInBytes { get; init; } = 64;

    /// <summary>Whether large functions of some program types have a stack of their own (bpf_enable_priv_stack, since 6.13).</summary>
    public bool HasPrivateStacks { get; init; }

    /// <summary>Functions that wait for one another's end (MAX_CALL_FRAMES).</summary>
    public int CallDepth { get; init; } = 8;

    /// <summary>The same below the callback of a timer; 0 if there are none.</summary>
    public int CallDepthOfAsync { get; init; }

    /// <summary>Functions of a program, the main one among them (BPF_MAX_SUBPROGS).</summary>
    public int Functions { get; init; } = 256;

    /// <summary>Tail calls one after another (MAX_TAIL_CALL_CNT).</summary>
    public int TailCalls { get; init; }

    /// <summary>Rounds of bpf_loop and of may_goto (BPF_MAX_LOOPS); 0 if there is neither.</summary>
    public int LoopIterations { get; init; }

    /// <summary>Maps that a program uses (MAX_USED_MAPS).</summary>
    public int Maps { get; init; } = 64;

    /// <summary>Modules whose variables a program uses (MAX_USED_BTFS).</summary>
    public int ModulesOfVariables { get; init; } = 64;

    /// <summary>Kernel functions that a program calls (MAX_KFUNC_DESCS).</summary>
    public int KernelFunctions { get; init; } = 256;

    /// <summary>Modules whose functions a program calls (MAX_KFUNC_BTFS).</summary>
    public int ModulesOfFunctions { get; init; } = 256;

    /// <summary>Arguments of the program's own functions and of helpers (MAX_BPF_FUNC_REG_ARGS).</summary>
    public int Arguments { get; init; } = 5;

    /// <summary>Arguments of a traced function (MAX_BPF_FUNC_ARGS).</summary>
    public int TracedArguments { get; init; } = 12;

    /// <summary>Largest offset that a pointer may get by adding, either way (BPF_MAX_VAR_OFF).</summary>
    public int PointerOffset { get; init; } = 1 << 29;

    /// <summary>Largest size that a helper may be given (BPF_MAX_VAR_SIZ).</summary>
    public int SizeInBytes { get; init; } = 1 << 29;

    /// <summary>Largest distance that packet accesses reach (MAX_PACKET_OFF).</summary>
    public int PacketOffset { get; init; } = 0xffff;
}
