using System.Runtime.CompilerServices;

namespace Waggle.CSharp;

public static partial class Bpf
{
    /// <summary>Copies a value from the kernel's memory (<c>bpf_probe_read_kernel</c>, Linux 5.5).</summary>
    /// <returns>Whether it could be read; if not, <paramref name="value"/> is zero.</returns>
    public static bool TryReadKernel<T>(ulong address, out T value) where T : unmanaged
    {
        Unsafe.SkipInit(out value);
        return ProbeReadKernel(ref Unsafe.As<T, byte>(ref value), (uint)Unsafe.SizeOf<T>(), address) == 0;
    }

    /// <summary>Copies a value from the current process's memory (<c>bpf_probe_read_user</c>, Linux 5.5).</summary>
    /// <returns>Whether it could be read; if not, <paramref name="value"/> is zero.</returns>
    /// <remarks>Fails where the page is not present: the program can't wait for it.</remarks>
    public static bool TryReadUser<T>(ulong address, out T value) where T : unmanaged
    {
        Unsafe.SkipInit(out value);
        return ProbeReadUser(ref Unsafe.As<T, byte>(ref value), (uint)Unsafe.SizeOf<T>(), address) == 0;
    }

    /// <summary>Copies bytes from the current process's memory into the first <paramref name="length"/> bytes of a buffer
    /// (<c>bpf_probe_read_user</c>, Linux 5.5).</summary>
    /// <param name="address">Where to read.</param>
    /// <param name="buffer">An inline array.</param>
    /// <param name="length">At most the size of <paramref name="buffer"/>: a larger one is cut to that.</param>
    /// <returns>Whether it could be read.</returns>
    public static bool TryReadUser<TBuffer>(ulong address, ref TBuffer buffer, uint length) where TBuffer : unmanaged
    {
        uint size = (uint)Unsafe.SizeOf<TBuffer>();
        if (length > size) length = size;
        return ProbeReadUser(ref Unsafe.As<TBuffer, byte>(ref buffer), length, address) == 0;
    }

    /// <summary>Copies text that ends at a zero byte from the kernel's memory (<c>bpf_probe_read_kernel_str</c>, Linux 5.5).</summary>
    /// <param name="address">Where to read.</param>
    /// <param name="buffer">An inline array of bytes; the text is cut to fit and ends with a zero.</param>
    /// <returns>Bytes written, the zero included; negative if it could not be read.</returns>
    public static int ReadKernelString<TBuffer>(ulong address, ref TBuffer buffer) where TBuffer : unmanaged =>
        (int)ProbeReadKernelString(ref Unsafe.As<TBuffer, byte>(ref buffer), (uint)Unsafe.SizeOf<TBuffer>(), address);

    /// <summary>Copies text that ends at a zero byte from the current process's memory (<c>bpf_probe_read_user_str</c>, Linux 5.5).</summary>
    /// <param name="address">Where to read.</param>
    /// <param name="buffer">An inline array of bytes; the text is cut to fit and ends with a zero.</param>
    /// <returns>Bytes written, the zero included; negative if it could not be read.</returns>
    public static int ReadUserString<TBuffer>(ulong address, ref TBuffer buffer) where TBuffer : unmanaged =>
        (int)ProbeReadUserString(ref Unsafe.As<TBuffer, byte>(ref buffer), (uint)Unsafe.SizeOf<TBuffer>(), address);

    /// <summary>Copies text out of a tracepoint's record: a field declared <c>__data_loc</c> in its format.</summary>
    /// <param name="record">The program's context.</param>
    /// <param name="location">The <c>__data_loc_…</c> field: offset in the low 16 bits, length in the high.</param>
    /// <param name="buffer">An inline array of bytes; the text is cut to fit and ends with a zero.</param>
    /// <returns>Bytes written, the zero included; negative if it could not be read.</returns>
    public static int ReadRecordString<TRecord, TBuffer>(ref readonly TRecord record, uint location, ref TBuffer buffer)
        where TRecord : unmanaged where TBuffer : unmanaged =>
        (int)ProbeReadKernelString(
            ref Unsafe.As<TBuffer, byte>(ref buffer), (uint)Unsafe.SizeOf<TBuffer>(), AddressOf(in record) + (location & 0xffff));

    /// <summary>Address of a program's context or of a structure of the kernel.</summary>
    [Intrinsic]
    public static ulong AddressOf<T>(ref readonly T value) where T : unmanaged => throw OutsideOfBpf.Call();

    [Helper(112, Since = "5.5")]
    private static long ProbeReadUser(ref byte buffer, uint size, ulong address) => throw OutsideOfBpf.Call();

    [Helper(113, Since = "5.5")]
    private static long ProbeReadKernel(ref byte buffer, uint size, ulong address) => throw OutsideOfBpf.Call();

    [Helper(114, Since = "5.5")]
    private static long ProbeReadUserString(ref byte buffer, uint size, ulong address) => throw OutsideOfBpf.Call();

    [Helper(115, Since = "5.5")]
    private static long ProbeReadKernelString(ref byte buffer, uint size, ulong address) => throw OutsideOfBpf.Call();
}
