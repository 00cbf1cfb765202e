using Waggle.Bpf.Errors;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Helpers;

/// <summary>Reading and writing what is at an address (kernel/trace/bpf_trace.c, kernel/bpf/helpers.c). What can't be read leaves zeros.</summary>
/// <remarks>User memory is what the host says it is; the program's own memory is the kernel's.</remarks>
internal static unsafe class ProbeFunctions
{
    /// <summary>The lowest address of the kernel's half on x86-64.</summary>
    internal const ulong FirstKernelAddress = 0xFFFF_8000_0000_0000;

    internal static readonly HelperRow[] Rows =
    [
        new(4, &ReadAny),
        new(36, &WriteUser),
        new(45, &ReadAnyText),
        new(112, &ReadUser),
        new(113, &ReadKernel),
        new(114, &ReadUserText),
        new(115, &ReadKernelText),
        new(148, &ReadUser),
        new(191, &ReadTask),
    ];

    private static ulong ReadKernel(RunContext run, ulong target, ulong size, ulong address, ulong _, ulong _1) =>
        Read(run, target, size, address, isUserMemory: false);

    private static ulong ReadUser(RunContext run, ulong target, ulong size, ulong address, ulong _, ulong _1) =>
        Read(run, target, size, address, isUserMemory: true);

    private static ulong ReadAny(RunContext run, ulong target, ulong size, ulong address, ulong _, ulong _1) =>
        Read(run, target, size, address, isUserMemory: false) is 0 ? 0 : Read(run, target, size, address, isUserMemory: true);

    private static ulong ReadTask(RunContext run, ulong target, ulong size, ulong address, ulong task, ulong flags)
    {
        if (flags == 0) return Read(run, target, size, address, isUserMemory: true);
        return Results.Error(Errno.Invalid);
    }

    private static ulong ReadKernelText(RunContext run, ulong target, ulong size, ulong address, ulong _, ulong _1) =>
        ReadText(run, target, size, address, isUserMemory: false);

    private static ulong ReadUserText(RunContext run, ulong target, ulong size, ulong address, ulong _, ulong _1) =>
        ReadText(run, target, size, address, isUserMemory: true);

    private static ulong ReadAnyText(RunContext run, ulong target, ulong size, ulong address, ulong _, ulong _1)
    {
        ulong read = ReadText(run, target, size, address, isUserMemory: false);
        return (long)read >= 0 ? read : ReadText(run, target, size, address, isUserMemory: true);
    }

    private static ulong WriteUser(RunContext run, ulong address, ulong source, ulong size, ulong _, ulong _1) =>
        run.Host.TryWriteMemory(address, new ReadOnlySpan<byte>((void*)source, (int)size)) ? 0 : Results.Error(Errno.NotPermitted);

    private static ulong Read(RunContext run, ulong target, ulong size, ulong address, bool isUserMemory)
    {
        Span<byte> buffer = new((void*)target, (int)size);
        if (size == 0) return run.ReadableFrom(address) > 0 == !isUserMemory ? 0 : Refusal(address, isUserMemory);
        if (HostMemory.TryRead(run, address, buffer, isUserMemory)) return 0;
        buffer.Clear();
        return Refusal(address, isUserMemory);
    }

    // Kernel reads of what can't be an address of the kernel are out of range; all else faults (copy_from_kernel_nofault).
    private static ulong Refusal(ulong address, bool isUserMemory) =>
        Results.Error(isUserMemory || address >= FirstKernelAddress ? Results.Fault : Errno.OutOfRange);

    /// <summary>Why the kernel's memory can't be read at an address.</summary>
    internal static Errno RefusalOfKernelRead(ulong address) => address >= FirstKernelAddress ? Results.Fault : Errno.OutOfRange;

    private static ulong ReadText(RunContext run, ulong target, ulong size, ulong address, bool isUserMemory)
    {
        Span<byte> buffer = new((void*)target, (int)size);
        int length = HostMemory.ReadText(run, address, buffer, isUserMemory);
        if (length >= 0) return (ulong)length;
        buffer.Clear();
        return Refusal(address, isUserMemory);
    }
}
