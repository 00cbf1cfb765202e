namespace Waggle.Compiler.Tests.Programs;

using Waggle.CSharp;

/// <summary>Two classes whose programs have one name.</summary>
public static class Twins
{
    [BpfProgram]
    public static class First
    {
        [RawTracepoint("sys_enter")]
        private static void OnEnter(ulong a)
        {
        }
    }

    [BpfProgram]
    public static class Second
    {
        [RawTracepoint("sys_exit")]
        private static void OnEnter(ulong a)
        {
        }
    }

    /// <summary>Has one atomic operation that every level has, and one that came with the third.</summary>
    [BpfProgram]
    public static class Exchange
    {
        private static ulong s_cell;

        [RawTracepoint("sys_enter")]
        private static void Swap(ulong a)
        {
            Interlocked.Add(ref s_cell, 1);
            s_cell = Interlocked.Exchange(ref s_cell, a) + 1;
        }
    }

    [BpfProgram]
    public static class Empty
    {
    }
}
