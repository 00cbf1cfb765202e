namespace Waggle.Compiler.KernelTests.Programs;

using Waggle.CSharp;

/// <summary>Asks for a function that no kernel has.</summary>
[BpfProgram]
public static class MissingFunction
{
    [RawTracepoint("sys_enter")]
    private static void Run() => Missing();

    [KernelFunction("bpf_of_no_kernel_at_all")]
    private static void Missing() => throw new NotSupportedException();
}
