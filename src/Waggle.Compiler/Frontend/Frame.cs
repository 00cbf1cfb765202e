using System.Reflection;
using Waggle.Compiler.Diagnostics;
using Waggle.Compiler.Ir;
using Waggle.Compiler.Layout;

namespace Waggle.Compiler.Frontend;

/// <summary>One use of a method: the program itself, or a call that is compiled in place.</summary>
internal sealed class Frame(MethodCode code, Frame? parent, int callOffset, SourcePosition? callPosition)
{
    internal MethodCode Code { get; } = code;

    internal Frame? Parent { get; } = parent;

    /// <summary>Offset of the call in the parent's IL.</summary>
    internal int CallOffset { get; } = callOffset;

    /// <summary>Position that all of a library method has: that of the call in the user's code.</summary>
    internal SourcePosition? CallPosition { get; } = callPosition;

    internal StackEntry[] Arguments { get; set; } = [];

    internal StackSlot?[] Locals { get; } = new StackSlot?[code.Locals.Length];

    /// <summary>Whether it turned out to be nothing for BPF: what it does further does not matter.</summary>
    internal bool IsAbandoned { get; set; }

    internal StackSlot? ReturnSlot { get; set; }

    internal TypeLayout? ReturnLayout { get; set; }

    internal Block? ReturnBlock { get; set; }

    internal Dictionary<(CodeCopy, int), BlockStart> Starts { get; } = [];

    internal Stack<BlockStart> Pending { get; } = new();

    internal List<StackEntry> Stack { get; set; } = [];

    /// <summary>Where a program ends early from inside a try block, by the block's clause.</summary>
    internal Dictionary<int, Block> Ends { get; } = [];

    /// <summary>Indices of the finally clauses round an offset, the innermost first.</summary>
    internal IEnumerable<int> FinallyClausesAt(int offset)
    {
        for (int i = 0; i < Code.Clauses.Length; i++) // ECMA-335 II.19: inner clauses come first
        {
            ExceptionHandlingClause clause = Code.Clauses[i];
            if (clause.Flags is ExceptionHandlingClauseOptions.Finally or ExceptionHandlingClauseOptions.Fault
                && Contains(clause, offset)) yield return i;
        }
    }

    internal static bool Contains(ExceptionHandlingClause clause, int offset) =>
        offset >= clause.TryOffset && offset < clause.TryOffset + clause.TryLength;
}
