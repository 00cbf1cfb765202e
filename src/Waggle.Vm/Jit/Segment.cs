using System.Collections.Immutable;
using Waggle.Bpf.Instructions;
using Waggle.Vm.Code;

namespace Waggle.Vm.Jit;

/// <summary>Neighbouring blocks that are compiled into one method.</summary>
/// <remarks>RyuJIT gives up optimising a method of 60,000 bytes of IL, 2,000 blocks or 8,000 uses of variables, and works more than in proportion
/// below; so large functions are cut. Between segments the registers are in memory, which costs a few nanoseconds a crossing.</remarks>
/// <param name="Blocks">The blocks, in order of slot.</param>
internal sealed record Segment(ImmutableArray<CodeBlock> Blocks)
{
    private const int LargestWeight = 2000;
    private const int AccessWeight = 4;
    private const int CallWeight = 8;

    internal bool Contains(CodeBlock block) => block.Index >= Blocks[0].Index && block.Index <= Blocks[^1].Index;

    /// <summary>Cuts a function where it is too large for one method.</summary>
    /// <param name="function">The function.</param>
    /// <param name="code">The program.</param>
    /// <param name="isChecked">Whether accesses are checked, which makes their code larger.</param>
    internal static ImmutableArray<Segment> Cut(CodeFunction function, ImmutableArray<Instruction> code, bool isChecked)
    {
        var segments = ImmutableArray.CreateBuilder<Segment>();
        List<CodeBlock> blocks = [];
        int weight = 0;
        foreach (CodeBlock block in function.Blocks)
        {
            int own = 0;
            for (int slot = block.Start; slot < block.End; slot++) own += WeightOf(code[slot], isChecked);
            if (weight + own > LargestWeight && blocks.Count > 0)
            {
                segments.Add(new([.. blocks]));
                (blocks, weight) = ([], 0);
            }

            blocks.Add(block);
            weight += own;
        }

        segments.Add(new([.. blocks]));
        return segments.ToImmutable();
    }

    private static int WeightOf(in Instruction instruction, bool isChecked) => instruction.Opcode.Class switch
    {
        InstructionClass.Ldx or InstructionClass.St or InstructionClass.Stx => isChecked ? AccessWeight : 1,
        InstructionClass.Jmp when instruction.IsCall() => CallWeight,
        _ => 1,
    };
}
