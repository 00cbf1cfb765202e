using System.Runtime.CompilerServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>Whether RyuJIT makes the call at the end of a handler a jump.</summary>
/// <remarks>It does in all but a debug build or under a profiler that wants to see each call. Where it does not, a program of a few million
/// instructions would fill the stack of the thread, which nothing survives: so it is tried out before any program runs.</remarks>
internal static unsafe class TailCalls
{
    private const int Steps = 16;

    /// <summary>Whether handlers may call each other.</summary>
    internal static readonly bool AreJumps = DepthBehind(Single<Move<Unary.Same, Constant>>.Instance) == 0;

    /// <summary>Bytes that handlers leave on the stack: runs one some times in a row.</summary>
    internal static long DepthBehind(Handler handler)
    {
        Op[] ops = new Op[Steps + 1];
        for (int i = 0; i < Steps; i++) ops[i].Handler = handler;
        ops[Steps].Handler = new Depth();
        ulong* r = stackalloc ulong[RegisterWindow.Size];
        RunContext none = null!;
        ulong start = Enter(none, ref ops[Steps], r), end = Enter(none, ref ops[0], r);
        return (long)(start - end);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Enter(RunContext run, ref Op op, ulong* r) => op.Handler.Run(run, ref op, r, 0);

    private sealed class Depth : Handler
    {
        internal override ulong Run(RunContext run, ref Op op, ulong* r, ulong last)
        {
            int here;
            return (ulong)&here;
        }
    }
}
