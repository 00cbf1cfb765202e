using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Verifier.Kernels;

namespace Waggle.Verifier.Code;

/// <summary>The stack that chains of calls take (<c>check_max_stack_depth</c> in kernel/bpf/verifier.c).</summary>
/// <remarks>Depths of functions are known once all paths are gone.</remarks>
internal static class CallDepth
{
    private const int MostFrames = 8, Granule = 16, SmallestFrame = 16, MostAboveTailCall = 256;

    private static readonly ProgramTypeSet s_ownStacks = ProgramTypeSet.Of(
        ProgramType.Kprobe, ProgramType.Tracepoint, ProgramType.PerfEvent, ProgramType.RawTracepoint, ProgramType.RawTracepointWritable, ProgramType.Tracing, ProgramType.Lsm);

    /// <summary>Checks all chains, from the program and from each function that is called later.</summary>
    /// <returns>The deepest chain.</returns>
    /// <exception cref="RejectionException">One is too deep.</exception>
    internal static StackChain Check(ProgramText text, KernelLimits limits)
    {
        // Functions of some types have stacks of their own, but for small ones; not if there are tail calls.
        bool hasOwnStacks = limits.HasPrivateStacks && s_ownStacks.Contains(text.Program.Type) && !text.Subprograms.Any(s => s.MayTailCall);
        CallChain chain = new(text, limits.StackInBytes, hasOwnStacks ? limits.PrivateStackInBytes : int.MaxValue);
        foreach (Subprogram function in text.Subprograms)
        {
            if (function.Number == 0 || function.IsAsynchronousCallback) Walk(chain, function, 0, []);
        }
        return chain.Deepest;
    }

    private static void Walk(CallChain limits, Subprogram function, int before, List<int> chain)
    {
        ProgramText text = limits.Text;
        if (chain.Contains(function.Number))
            throw new RejectionException(Rule.Recursion, function.Start, "the call of a function that is running already: recursion is not allowed");
        chain.Add(function.Number);
        if (chain.Count > MostFrames)
            throw new RejectionException(Rule.CallsTooDeep, function.Start, $"the call stack of {chain.Count} frames is too deep");
        int own = Math.Max(SmallestFrame, (function.StackDepth + Granule - 1) / Granule * Granule);
        int depth = own >= limits.OwnStackFrom ? before : before + own;
        if (Math.Max(own, depth) > limits.Limit)
            throw new RejectionException(Rule.StackTooDeep, function.Start, $"combined stack size of {chain.Count} calls is {depth}. Too large");
        if (depth > limits.Deepest.Bytes) limits.Deepest = new StackChain(depth, [.. chain.Select(number => text.Subprograms[number])]);
        for (int slot = function.Start; slot < function.End; slot++)
        {
            if (Callee(text, slot) is not { } callee) continue;
            // Whoever is called later has a stack of its own.
            if (!IsCall(text.Slots[slot]) && (callee.IsAsynchronousCallback || callee.Number == function.Number)) continue;
            if (callee.MayTailCall && depth >= MostAboveTailCall)
                throw new RejectionException(Rule.StackTooDeep, slot, $"tail_calls are not allowed when call stack of previous frames is {depth} bytes. Too large");
            Walk(limits, callee, depth, chain);
        }
        chain.RemoveAt(chain.Count - 1);
    }

    private static bool IsCall(in Instruction instruction) => instruction.Opcode is { Class: InstructionClass.Jmp, JumpOperation: JumpOperation.Call };

    private static Subprogram? Callee(ProgramText text, int slot)
    {
        ref readonly Instruction instruction = ref text.Slots[slot];
        bool isCall = IsCall(instruction) && instruction.Source == (Register)CallKind.Function;
        bool isAddress = instruction.IsWide && instruction.Source == (Register)PseudoSource.Function;
        return isCall || isAddress ? text.Containing(slot + 1 + instruction.Immediate) : null;
    }

    // OwnStackFrom: functions with that many bytes have stacks of their own.
    private sealed record CallChain(ProgramText Text, int Limit, int OwnStackFrom)
    {
        public StackChain Deepest { get; set; } = new(0, []);
    }
}
