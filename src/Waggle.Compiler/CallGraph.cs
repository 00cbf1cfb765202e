using Waggle.Compiler.Backend;
using Waggle.Compiler.Diagnostics;
using Waggle.Compiler.Frontend;
using Waggle.Compiler.Ir;

namespace Waggle.Compiler;

/// <summary>Which functions a program consists of, and whether they can call each other as they do.</summary>
/// <remarks>Rules from <c>check_max_stack_depth</c> in kernel/bpf/verifier.c: no recursion, at most eight frames, and 512 bytes of stack for all
/// frames of a chain together, each rounded up to 32 bytes.</remarks>
internal sealed class CallGraph(IReadOnlyDictionary<IrFunction, CompiledFunction> functions, ProblemList problems)
{
    private const int FrameLimit = 8; // MAX_CALL_FRAMES, include/linux/bpf_verifier.h
    private const int FrameStep = 32;
    private readonly List<IrFunction> _path = [];

    /// <summary>The functions that a program needs, callees behind their first caller; reports chains that can't be.</summary>
    internal List<IrFunction> FunctionsOf(ProgramSource program, CompiledFunction entry, SourcePosition start)
    {
        var found = new List<IrFunction>();
        int known = problems.Problems.Count;
        Visit(entry, found, RoundUp(entry.StackSize), $"{program.Method.Name} ({entry.StackSize} bytes)", start, known);
        return found;
    }

    private void Visit(CompiledFunction caller, List<IrFunction> found, int depth, string chain, SourcePosition start, int known)
    {
        foreach ((int index, CallTarget target) in caller.Calls)
        {
            if (target is not FunctionTarget { Function: var callee } || problems.Problems.Count > known) continue;
            if (_path.Contains(callee))
            {
                problems.Add(Rules.Recursion, caller.PositionAt(index), Translator.Name(callee.Method), Translator.Name(_path[^1].Method));
                continue;
            }

            CompiledFunction code = functions[callee];
            int below = depth + RoundUp(code.StackSize);
            string longer = $"{chain}, {callee.Name} ({code.StackSize} bytes)";
            if (below > FrameLayout.Limit) problems.Add(Rules.StackSize, start, below, $"the functions in a row {longer}");
            if (_path.Count + 2 > FrameLimit) problems.Add(Rules.TooDeep, caller.PositionAt(index), FrameLimit, longer);
            if (!found.Contains(callee)) found.Add(callee);
            _path.Add(callee);
            Visit(code, found, below, longer, start, known);
            _path.RemoveAt(_path.Count - 1);
        }
    }

    private static int RoundUp(int size) => Math.Max(FrameStep, (size + FrameStep - 1) / FrameStep * FrameStep);
}
