using Waggle.Vm.Execution;

namespace Waggle.Vm.Helpers;

/// <summary>A text at any address, read byte by byte, each with care: in the program's memory, or in what the host has for the kernel's.</summary>
internal unsafe ref struct KernelText
{
    /// <summary>Bytes of the longest text (<c>XATTR_SIZE_MAX</c>).</summary>
    internal const int Longest = 65536;

    private readonly RunContext _run;
    private readonly ulong _start;
    private ulong _known;
    private ulong _knownLength;

    internal KernelText(RunContext run, ulong address)
    {
        (_run, _start) = (run, address);
        (_known, _knownLength) = (address, run.ReadableFrom(address));
        Span<byte> one = stackalloc byte[1];
        IsInKernel = _knownLength > 0 || address >= ProbeFunctions.FirstKernelAddress || run.Host.TryReadMemory(address, isUserMemory: false, one);
    }

    /// <summary>Whether the address can be one of the kernel's (<c>copy_from_kernel_nofault_allowed</c>).</summary>
    internal bool IsInKernel { get; }

    /// <summary>Reads a byte.</summary>
    /// <returns>Whether it could be read.</returns>
    internal bool TryRead(long index, out byte value)
    {
        ulong place = _start + (ulong)index;
        if (place - _known >= _knownLength)
        {
            (_known, _knownLength) = (place, _run.ReadableFrom(place));
            if (_knownLength == 0)
            {
                value = 0;
                return _run.Host.TryReadMemory(place, isUserMemory: false, new Span<byte>(ref value));
            }
        }

        value = *(byte*)place;
        return true;
    }
}
