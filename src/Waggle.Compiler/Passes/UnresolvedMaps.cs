using Waggle.Compiler.Diagnostics;
using Waggle.Compiler.Ir;

namespace Waggle.Compiler.Passes;

/// <summary>Reports maps that are not known when the program is compiled.</summary>
internal sealed class UnresolvedMaps : IPass
{
    public bool Run(Function function, PassContext context)
    {
        foreach (Block block in function.Blocks)
        {
            foreach (Instruction instruction in block.Instructions)
            {
                bool isOpen = instruction is CompanionMap or Store { Value: MapConstant } || instruction is Phi && instruction.Operands.Any(o => o is MapConstant);
                if (isOpen) context.Problems.Add(Rules.UnknownMap, instruction.Position);
            }
        }

        return false;
    }
}
