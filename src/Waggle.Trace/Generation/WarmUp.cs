using Waggle.Compiler;
using Waggle.CSharp;
using Waggle.Trace.Language;

namespace Waggle.Trace.Generation;

/// <summary>Has the compiler of programs compile one before there is any: the runtime compiles much of the compiler itself when it is first used,
/// and does so here on another core while Roslyn reads the expression.</summary>
internal static class WarmUp
{
    private static int s_isStarted;

    /// <summary>Starts it, once in a process; nothing waits for it.</summary>
    internal static void Start()
    {
        if (Environment.ProcessorCount < 2 || Interlocked.Exchange(ref s_isStarted, 1) != 0) return;
        _ = Task.Run(static () => BpfCompiler.Compile(typeof(Example))); // a failure is told when the user's program fails alike
    }

    /// <summary>A clause as they are generated: <c>BEGIN =&gt; n[comm] = count()</c>. It is never loaded.</summary>
    [BpfProgram]
    private static class Example
    {
        private static readonly PerCpuHashMap<Comm, long> s_counts = new();

        [RawTracepoint("sys_enter")]
        private static void P0() => Maps.Count(s_counts, Builtins.comm, 1L);
    }
}
