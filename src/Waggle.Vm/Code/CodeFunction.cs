using System.Collections.Immutable;
using Waggle.Bpf.Instructions;

namespace Waggle.Vm.Code;

/// <summary>A function of a program, as basic blocks.</summary>
internal sealed class CodeFunction
{
    // Straight code is cut, so that a compiler can cut functions between blocks.
    private const int LongestBlock = 1000;

    private CodeFunction(int index, int start, int end, ImmutableArray<CodeBlock> blocks) =>
        (Index, Start, End, Blocks) = (index, start, end, blocks);

    /// <summary>Place in <see cref="ProgramCode.Functions"/>.</summary>
    internal int Index { get; }

    /// <summary>First slot.</summary>
    internal int Start { get; }

    /// <summary>Slot behind the last.</summary>
    internal int End { get; }

    /// <summary>Slots.</summary>
    internal int Length => End - Start;

    /// <summary>Blocks in order of slot. Some may never be reached.</summary>
    internal ImmutableArray<CodeBlock> Blocks { get; }

    internal static CodeFunction Read(int index, int start, int end, ImmutableArray<Instruction> code, bool[] isSecondSlot)
    {
        bool[] isLeader = new bool[end - start + 1];
        isLeader[0] = true;
        int last = start;
        for (int slot = start; slot < end; slot++)
        {
            last = slot;
            Instruction instruction = code[slot];
            if (instruction.Writes() >> (int)Register.R10 != 0)
                throw new CodeException(slot, "It writes to r10, the frame pointer, which can only be read.");
            if (instruction.IsWide) slot++;
            if (!instruction.IsBranch() && !instruction.IsExit()) continue;
            isLeader[slot + 1 - start] = true;
            if (instruction.IsExit()) continue;

            int target = instruction.Target(slot);
            if (target < start || target >= end || isSecondSlot[target])
                throw new CodeException(slot, $"It jumps to slot {target}, which is no instruction of its function (slots {start} to {end - 1}).");
            isLeader[target - start] = true;
        }

        for (int slot = start, length = 0; slot < end; slot++)
        {
            length = isLeader[slot - start] ? 1 : length + 1;
            if (length <= LongestBlock || isSecondSlot[slot]) continue;
            isLeader[slot - start] = true;
            length = 1;
        }

        if (!code[last].EndsFlow()) throw new CodeException(last, "The function runs on behind its last instruction: end it with exit or a jump.");
        return new(index, start, end, Link(start, end, code, isLeader));
    }

    private static ImmutableArray<CodeBlock> Link(int start, int end, ImmutableArray<Instruction> code, bool[] isLeader)
    {
        var blocks = ImmutableArray.CreateBuilder<CodeBlock>();
        Dictionary<int, CodeBlock> byStart = [];
        for (int slot = start; slot < end;)
        {
            int next = slot + 1;
            while (next < end && !isLeader[next - start]) next++;
            CodeBlock block = new(blocks.Count, slot, next);
            blocks.Add(block);
            byStart.Add(slot, block);
            slot = next;
        }

        foreach (CodeBlock block in blocks)
        {
            int last = block.End - 1;
            Instruction instruction = code[last];
            // The second slot of a wide load has the opcode 0, which is no branch.
            if (instruction.IsBranch()) block.Target = byStart[instruction.Target(last)];
            if (!instruction.EndsFlow()) block.Next = byStart[block.End];
        }

        return blocks.ToImmutable();
    }
}
