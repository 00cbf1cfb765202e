namespace Waggle.Vm.Code;

/// <summary>Instructions that run one after the other: only the first is jumped to, only the last jumps.</summary>
internal sealed class CodeBlock(int index, int start, int end)
{
    /// <summary>Place in <see cref="CodeFunction.Blocks"/>.</summary>
    internal int Index { get; } = index;

    /// <summary>First slot.</summary>
    internal int Start { get; } = start;

    /// <summary>Slot behind the last.</summary>
    internal int End { get; } = end;

    /// <summary>The block that a branch at the end goes to; null if there is none.</summary>
    internal CodeBlock? Target { get; set; }

    /// <summary>The block that control falls into; null if it never does.</summary>
    internal CodeBlock? Next { get; set; }

    internal IEnumerable<CodeBlock> Successors
    {
        get
        {
            if (Next is not null) yield return Next;
            if (Target is not null && Target != Next) yield return Target;
        }
    }
}
