namespace Waggle.Compiler.KernelTests.Programs;

using System.Runtime.CompilerServices;
using Waggle.CSharp;

/// <summary>Calls of functions of the kernel: the iterator of numbers, whose loop the verifier need not unroll.</summary>
[BpfProgram]
public static class Iterators
{
    internal static ulong s_result;

    [RawTracepoint("sys_enter")]
    private static void SumOfNumbers(ulong from, ulong to)
    {
        ulong sum = 0;
        Start(out NumberIterator numbers, (int)from, (int)to);
        while (true)
        {
            ref int number = ref Next(ref numbers);
            if (Unsafe.IsNullRef(in number)) break;
            sum += (ulong)number;
        }

        End(ref numbers);
        s_result = sum;
    }

    [KernelFunction("bpf_iter_num_new", Since = "6.4")]
    private static int Start(out NumberIterator iterator, int start, int end) => throw new NotSupportedException();

    [KernelFunction("bpf_iter_num_next", Since = "6.4")]
    private static ref int Next(ref NumberIterator iterator) => throw new NotSupportedException();

    [KernelFunction("bpf_iter_num_destroy", Since = "6.4")]
    private static void End(ref NumberIterator iterator) => throw new NotSupportedException();

    [BtfName("bpf_iter_num")]
    private struct NumberIterator
    {
#pragma warning disable CS0169, CA1823, IDE0044, IDE0051 // the kernel's
        private ulong _state;
#pragma warning restore CS0169, CA1823, IDE0044, IDE0051
    }
}
