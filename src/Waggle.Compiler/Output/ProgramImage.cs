using Waggle.Compiler.Backend;
using Waggle.Compiler.Ir;

namespace Waggle.Compiler.Output;

/// <summary>A program with its functions behind it, as the kernel takes it: calls have their distances.</summary>
internal sealed class ProgramImage
{
    private readonly Dictionary<IrFunction, int> _starts = [];

    internal ProgramImage(CompiledFunction entry, IReadOnlyList<(IrFunction Function, CompiledFunction Code)> functions)
    {
        int length = entry.Instructions.Count;
        Parts = [(0, null, entry), .. functions.Select(f => (0, (IrFunction?)f.Function, f.Code))];
        for (int i = 1; i < Parts.Length; i++)
        {
            Parts[i].Start = length;
            _starts[Parts[i].Function!] = length;
            length += Parts[i].Code.Instructions.Count;
        }

        Instructions = [.. Parts.SelectMany(p => p.Code.Instructions)];
        foreach ((int start, _, CompiledFunction code) in Parts)
        {
            foreach ((int index, CallTarget target) in code.Calls)
            {
                if (target is not FunctionTarget { Function: var callee }) continue;
                Instructions[start + index] = Instructions[start + index] with { Immediate = _starts[callee] - (start + index) - 1 };
            }
        }
    }

    /// <summary>The entry, whose function is null, and the functions, each with its first slot.</summary>
    internal (int Start, IrFunction? Function, CompiledFunction Code)[] Parts { get; }

    internal List<Bpf.Instructions.Instruction> Instructions { get; }

    /// <summary>Collects from all parts what has an index in them, with the index in the whole.</summary>
    internal IEnumerable<T> All<TItem, T>(Func<CompiledFunction, IEnumerable<TItem>> items, Func<int, TItem, T> make) =>
        Parts.SelectMany(p => items(p.Code).Select(item => make(p.Start, item)));
}
