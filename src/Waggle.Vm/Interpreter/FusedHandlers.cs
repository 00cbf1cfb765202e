namespace Waggle.Vm.Interpreter;

/// <summary>Handlers for instructions that often follow each other: one call instead of two or three.</summary>
/// <remarks>An instruction inside such a row keeps its place and its own handler, so that jumps, and compiled code that hands over, may
/// come to it. Which rows are worth having was counted in the programs of bench/programs.</remarks>
internal sealed class FusedHandlers
{
    private readonly Dictionary<(Handler, Handler), Handler> _pairs = [];
    private readonly Dictionary<(Handler, Handler, Handler), Handler> _triples = [];

    private FusedHandlers() => FusedRows.AddAll(this);

    internal static FusedHandlers Table { get; } = new();

    internal void Add<TFirst, TSecond>()
        where TFirst : struct, IAction
        where TSecond : struct, IAction =>
        _pairs.Add((Single<TFirst>.Instance, Single<TSecond>.Instance), Pair<TFirst, TSecond>.Instance);

    internal void AddBranch<TFirst, TTest, TWay>()
        where TFirst : struct, IAction
        where TTest : struct, ITest
        where TWay : struct, IWay =>
        _pairs.Add((Single<TFirst>.Instance, Branch<TTest, TWay>.Instance), ActionBranch<TFirst, TTest, TWay>.Instance);

    internal void Add<TFirst, TSecond, TThird>()
        where TFirst : struct, IAction
        where TSecond : struct, IAction
        where TThird : struct, IAction =>
        _triples.Add((Single<TFirst>.Instance, Single<TSecond>.Instance, Single<TThird>.Instance), Triple<TFirst, TSecond, TThird>.Instance);

    /// <summary>Puts such handlers where they make the way to the next jump shortest.</summary>
    internal void Apply(Op[] ops)
    {
        int[] steps = new int[ops.Length + 1]; // from each slot to the end of the code, as the handlers are chosen
        Handler[] single = Array.ConvertAll(ops, op => op.Handler);
        for (int slot = ops.Length - 1; slot >= 0; slot--)
        {
            steps[slot] = steps[slot + 1] + 1;
            if (slot + 1 < ops.Length && _pairs.TryGetValue((single[slot], single[slot + 1]), out Handler? pair)) Choose(pair, 2);
            if (slot + 2 < ops.Length && _triples.TryGetValue((single[slot], single[slot + 1], single[slot + 2]), out Handler? triple)) Choose(triple, 3);

            void Choose(Handler handler, int length)
            {
                if (steps[slot + length] + 1 >= steps[slot]) return;
                steps[slot] = steps[slot + length] + 1;
                ops[slot].Handler = handler;
            }
        }
    }
}
