using System.Collections.Immutable;
using Waggle.Bpf.Instructions;

namespace Waggle.Vm.Code;

/// <summary>Which registers still have a use: a bit each, before every instruction of a function.</summary>
/// <remarks>Backward data flow to a fixed point over blocks. r10 counts as always live.</remarks>
internal sealed class Liveness
{
    private const int FramePointer = 1 << (int)Register.R10;

    private const int MaximumArguments = 5;

    private readonly int _start;
    private readonly ushort[] _before; // by slot

    private Liveness(int start, ushort[] before) => (_start, _before) = (start, before);

    /// <summary>Registers that are read before they are written, from <paramref name="slot"/> on.</summary>
    internal int Before(int slot) => _before[slot - _start];

    /// <summary>Analyses a function.</summary>
    /// <param name="function">The function.</param>
    /// <param name="code">The program.</param>
    internal static Liveness Of(CodeFunction function, ImmutableArray<Instruction> code)
    {
        ushort[] before = new ushort[function.End - function.Start];
        bool hasChanged = true;
        while (hasChanged)
        {
            hasChanged = false;
            for (int i = function.Blocks.Length - 1; i >= 0; i--)
            {
                CodeBlock block = function.Blocks[i];
                int live = FramePointer;
                foreach (CodeBlock successor in block.Successors) live |= before[successor.Start - function.Start];
                for (int slot = block.End - 1; slot >= block.Start; slot--)
                {
                    if (slot > block.Start && code[slot - 1].IsWide) // a second slot
                    {
                        before[slot - function.Start] = (ushort)live;
                        continue;
                    }

                    Instruction instruction = code[slot];
                    live = (live & ~instruction.Writes()) | instruction.Reads(ArgumentCount(instruction)) | FramePointer;
                    hasChanged |= before[slot - function.Start] != (ushort)live;
                    before[slot - function.Start] = (ushort)live;
                }
            }
        }

        return new(function.Start, before);
    }

    // What a helper takes is known from its contract; what a function of the program reads is not looked into.
    private static int ArgumentCount(in Instruction instruction) =>
        instruction.IsCall(CallKind.Helper) ? HelperArity.Of(instruction.Immediate) : MaximumArguments;
}
