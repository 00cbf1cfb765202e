using System.Runtime.CompilerServices;

namespace Waggle.CSharp;

public static partial class Bpf
{
    /// <summary>Copies a value from the kernel's memory (<c>bpf_probe_read_kernel</c>, Linux 5.5). GPL only.</summary>
    /// <returns>Whether it could be read; if not, <paramref name="value"/> is zero.</returns>
    public static bool TryReadKernel<T>(ulong address, out T value) where T : unmanaged
    {
        Unsafe.SkipInit(out value);
        return ProbeReadKernel(ref Unsafe.As<T, byte>(ref value), (uint)Unsafe.SizeOf<T>(), address) == 0;
    }

    /// <summary>Copies a value from the current process's memory (<c>bpf_probe_read_user</c>, Linux 5.5). GPL only.</summary>
    /// <returns>Whether it could be read; if not, <paramref name="value"/> is zero.</returns>
    /// <remarks>Fails where the page is not present: the program can't wait for it.</remarks>
    public static bool TryReadUser<T>(ulong address, out T value) where T : unmanaged
    {
        Unsafe.SkipInit(out value);
        return ProbeReadUser(ref Unsafe.As<T, byte>(ref value), (uint)Unsafe.SizeOf<T>(), address) == 0;
    }

    /// <summary>Copies bytes from the current process's memory into the first <paramref name="length"/> bytes of a buffer
    /// (<c>bpf_probe_read_user</c>, Linux 5.5). GPL only.</summary>
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

    /// <summary>Copies a value from the current process's memory, and waits for pages that are not present (<c>bpf_copy_from_user</c>,
    /// Linux 5.10). For programs that may sleep.</summary>
    /// <returns>Whether it could be read; if not, <paramref name="value"/> is zero.</returns>
    public static bool TryCopyFromUser<T>(ulong address, out T value) where T : unmanaged
    {
        Unsafe.SkipInit(out value);
        return CopyFromUser(ref Unsafe.As<T, byte>(ref value), (uint)Unsafe.SizeOf<T>(), address) == 0;
    }

    /// <summary>Copies a value from the memory of a task's process, and waits for pages that are not present
    /// (<c>bpf_copy_from_user_task</c>, Linux 5.18). For programs that may sleep. GPL only.</summary>
    /// <returns>Whether it could be read; if not, <paramref name="value"/> is zero.</returns>
    public static bool TryCopyFromUser<T>(KernelPointer<TaskStruct> task, ulong address, out T value) where T : unmanaged
    {
        Unsafe.SkipInit(out value);
        return CopyFromUserTask(ref Unsafe.As<T, byte>(ref value), (uint)Unsafe.SizeOf<T>(), address, task, 0) == 0;
    }

    /// <summary>Writes a value to the current process's memory (<c>bpf_probe_write_user</c>, Linux 4.8). For experiments: kernels that are
    /// locked down refuse it, others log its use. GPL only.</summary>
    /// <returns>Whether it could be written.</returns>
    public static bool TryWriteUser<T>(ulong address, scoped in T value) where T : unmanaged =>
        ProbeWriteUser(address, in Unsafe.As<T, byte>(ref Unsafe.AsRef(in value)), (uint)Unsafe.SizeOf<T>()) == 0;

    /// <summary>Copies text that ends at a zero byte from the kernel's memory (<c>bpf_probe_read_kernel_str</c>, Linux 5.5). GPL only.</summary>
    /// <param name="address">Where to read.</param>
    /// <param name="buffer">An inline array of bytes; the text is cut to fit and ends with a zero.</param>
    /// <returns>Bytes written, the zero included; negative if it could not be read.</returns>
    public static int ReadKernelString<TBuffer>(ulong address, ref TBuffer buffer) where TBuffer : unmanaged =>
        (int)ProbeReadKernelString(ref Unsafe.As<TBuffer, byte>(ref buffer), (uint)Unsafe.SizeOf<TBuffer>(), address);

    /// <summary>Copies text that ends at a zero byte from the current process's memory (<c>bpf_probe_read_user_str</c>, Linux 5.5). GPL only.</summary>
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
    public static ulong AddressOf<T>(ref readonly T value) where T : unmanaged => BpfHost.Address(in value);

    [Helper(36, Since = "4.8")]
    private static long ProbeWriteUser(ulong address, ref readonly byte value, uint size) =>
        (long)BpfHost.Current.Call(36, address, BpfHost.Address(in value), size);

    [Helper(112, Since = "5.5")]
    private static long ProbeReadUser(ref byte buffer, uint size, ulong address) =>
        (long)BpfHost.Current.Call(112, BpfHost.Address(in buffer), size, address);

    [Helper(113, Since = "5.5")]
    private static long ProbeReadKernel(ref byte buffer, uint size, ulong address) =>
        (long)BpfHost.Current.Call(113, BpfHost.Address(in buffer), size, address);

    [Helper(114, Since = "5.5")]
    private static long ProbeReadUserString(ref byte buffer, uint size, ulong address) =>
        (long)BpfHost.Current.Call(114, BpfHost.Address(in buffer), size, address);

    [Helper(115, Since = "5.5")]
    private static long ProbeReadKernelString(ref byte buffer, uint size, ulong address) =>
        (long)BpfHost.Current.Call(115, BpfHost.Address(in buffer), size, address);

    [Helper(148, Since = "5.10")]
    private static long CopyFromUser(ref byte buffer, uint size, ulong address) =>
        (long)BpfHost.Current.Call(148, BpfHost.Address(in buffer), size, address);

    [Helper(191, Since = "5.18")]
    private static long CopyFromUserTask(ref byte buffer, uint size, ulong address, KernelPointer<TaskStruct> task, ulong flags) =>
        (long)BpfHost.Current.Call(191, BpfHost.Address(in buffer), size, address, task.Address, flags);
}
