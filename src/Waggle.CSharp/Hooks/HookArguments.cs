using System.Runtime.CompilerServices;

namespace Waggle.CSharp;

/// <summary>How a program comes by its arguments where they are no slots of its context: the compiler calls these with constants.</summary>
internal static class HookArguments
{
    private static ref readonly CpuRegisters Registers => ref Unsafe.As<byte, CpuRegisters>(ref ProgramContext.Current);

    /// <summary>An argument of the function that is probed.</summary>
    internal static ulong Register(int index) => Registers.Argument(index);

    /// <summary>What the probed function returned.</summary>
    internal static ulong Result(int index) => Registers.Result;

    /// <summary>An argument of a system call. On x86-64 the kernel's function gets one argument: a pointer to the caller's registers, of
    /// which the fourth argument is in R10, since the instruction itself takes RCX.</summary>
    internal static ulong SystemCall(int index)
    {
        ulong offset = index switch
        {
            0 => 112,
            1 => 104,
            2 => 96,
            3 => 56,
            4 => 72,
            _ => 64,
        };
        Bpf.TryReadKernel(Registers.Rdi + offset, out ulong value);
        return value;
    }

    /// <summary>An argument of a static probe.</summary>
    internal static ulong Probe(int index) => Bpf.ProbeArgument(index);
}
