using System.Collections.Immutable;
using Waggle.Bpf.Instructions;

namespace Waggle.Vm.Code;

/// <summary>A program whose form is sound: each slot is a defined instruction, each jump stays in its function and lands on an instruction,
/// each call enters a function, and no function runs off its end. Whether it is safe to run is another matter.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class ProgramCode
{
    private readonly int[] _functionAt; // by slot
    private readonly Liveness?[] _liveness; // by function

    private ProgramCode(ImmutableArray<Instruction> instructions, ImmutableArray<CodeFunction> functions, int[] functionAt)
    {
        (Instructions, Functions, _functionAt) = (instructions, functions, functionAt);
        _liveness = new Liveness?[functions.Length];
    }

    /// <summary>All slots.</summary>
    internal ImmutableArray<Instruction> Instructions { get; }

    /// <summary>The functions in order of start; the first is the entry.</summary>
    internal ImmutableArray<CodeFunction> Functions { get; }

    /// <summary>Reads a program.</summary>
    /// <exception cref="CodeException">Its form is not sound.</exception>
    internal static ProgramCode Read(ImmutableArray<Instruction> instructions)
    {
        if (instructions.IsDefaultOrEmpty) throw new CodeException(0, "The program has no instructions.");
        ImmutableArray<InstructionProblem> problems = InstructionDecoder.Check(instructions.AsSpan());
        if (!problems.IsEmpty) throw new CodeException(problems[0].Slot, problems[0].Message);

        bool[] isSecondSlot = new bool[instructions.Length];
        for (int slot = 0; slot < instructions.Length; slot++)
        {
            if (instructions[slot].IsWide) isSecondSlot[++slot] = true;
        }

        SortedSet<int> starts = FindFunctions(instructions, isSecondSlot);
        int[] functionAt = new int[instructions.Length];
        int[] bounds = [.. starts, instructions.Length];
        var functions = ImmutableArray.CreateBuilder<CodeFunction>(starts.Count);
        for (int i = 0; i < starts.Count; i++)
        {
            Array.Fill(functionAt, i, bounds[i], bounds[i + 1] - bounds[i]);
            functions.Add(CodeFunction.Read(i, bounds[i], bounds[i + 1], instructions, isSecondSlot));
        }

        return new(instructions, functions.MoveToImmutable(), functionAt);
    }

    /// <summary>The function that starts at a slot.</summary>
    internal CodeFunction FunctionStartingAt(int slot) => Functions[_functionAt[slot]];

    /// <summary>The function that a slot belongs to.</summary>
    internal CodeFunction FunctionOf(int slot) => Functions[_functionAt[slot]];

    /// <summary>Which registers have a use where.</summary>
    internal Liveness LivenessOf(CodeFunction function) => _liveness[function.Index] ??= Liveness.Of(function, Instructions);

    /// <summary>Slot that a call or a reference to a function in <paramref name="slot"/> means.</summary>
    internal static int CallTarget(int slot, in Instruction instruction) => slot + 1 + instruction.Immediate;

    // A function starts where a call or a reference says; as in Linux, functions lie one after the other (add_subprog in kernel/bpf/verifier.c).
    private static SortedSet<int> FindFunctions(ImmutableArray<Instruction> instructions, bool[] isSecondSlot)
    {
        SortedSet<int> starts = [0];
        for (int slot = 0; slot < instructions.Length; slot++)
        {
            Instruction instruction = instructions[slot];
            bool isReference = instruction.IsWide && (PseudoSource)instruction.Source == PseudoSource.Function;
            bool isCall = instruction.IsCall(CallKind.Function);
            if (isReference || isCall)
            {
                long target = slot + 1L + instruction.Immediate;
                if (target < 0 || target >= instructions.Length || isSecondSlot[target])
                    throw new CodeException(slot, $"It {(isCall ? "calls" : "refers to")} slot {target}, which is no instruction of the program.");
                starts.Add((int)target);
            }

            if (instruction.IsWide) slot++;
        }

        return starts;
    }
}
