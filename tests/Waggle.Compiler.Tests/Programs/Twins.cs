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

    [BpfProgram]
    public static class Empty
    {
    }
}
