using Waggle.Compiler.Ir;

namespace Waggle.Compiler.Passes;

/// <summary>The order of passes.</summary>
internal static class Pipeline
{
    private const int Rounds = 12; // each round shrinks the function or is the last; the bound is for the unforeseen

    private static readonly IPass[] s_optimize =
    [
        new ControlFlowCleanup(),
        new SlotPromotion(),
        new StoreForwarding(),
        new Simplification(),
        new CommonSubexpressions(),
        new DeadCode(),
        new KnownConditions(),
        new JumpThreading(),
    ];

    private static readonly IPass[] s_lower = [new KernelReads(), new SignedDivision(), new CopyExpansion(), new UnresolvedMaps()];

    internal static void Run(Function function, PassContext context)
    {
        Optimize(function, context);
        foreach (IPass pass in s_lower) pass.Run(function, context);
        Optimize(function, context);
    }

    private static void Optimize(Function function, PassContext context)
    {
        for (int round = 0; round < Rounds; round++)
        {
            bool changed = false;
            foreach (IPass pass in s_optimize) changed |= pass.Run(function, context);
            if (!changed) return;
        }
    }
}
