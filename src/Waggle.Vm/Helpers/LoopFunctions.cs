using Waggle.Bpf.Errors;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Helpers;

/// <summary>Loops (kernel/bpf/bpf_iter.c).</summary>
internal static unsafe class LoopFunctions
{
    /// <summary>Number of <c>bpf_loop</c>.</summary>
    internal const int LoopHelper = 181;

    /// <summary>Rounds that it makes at most (<c>BPF_MAX_LOOPS</c>).</summary>
    internal const uint MostLoops = 8 * 1024 * 1024;

    internal static readonly HelperRow[] Rows = [new(LoopHelper, &Loop)];

    private static ulong Loop(RunContext run, ulong count, ulong callback, ulong callbackContext, ulong flags, ulong _)
    {
        if (flags != 0) return Results.Error(Errno.Invalid);
        if ((uint)count > MostLoops) return Results.Error(Errno.TooBig);
        using var calls = new CallbackCalls(run, callback);
        for (uint i = 0; i < (uint)count; i++)
        {
            if (calls.Call(i, callbackContext) != 0) return i + 1;
        }

        return (uint)count;
    }
}
