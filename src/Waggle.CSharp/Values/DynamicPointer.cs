using System.Runtime.CompilerServices;

namespace Waggle.CSharp;

/// <summary>A pointer to memory whose bounds the kernel checks when it is used, not when the program is loaded: <c>struct bpf_dynptr</c> (Linux
/// 5.19). Lives on the stack.</summary>
public struct DynamicPointer
{
#pragma warning disable CS0169, CA1823 // the kernel's
    private ulong _first;
    private ulong _second;
#pragma warning restore CS0169, CA1823

    /// <summary>A pointer to a value in a map (<c>bpf_dynptr_from_mem</c>, Linux 5.19).</summary>
    /// <param name="memory">The value: a whole one of an array or hash map, or a global.</param>
    /// <param name="pointer">The pointer; unusable if this returns false.</param>
    /// <returns>Whether it could be made.</returns>
    public static bool TryCreate<T>(ref T memory, out DynamicPointer pointer) where T : unmanaged
    {
        Unsafe.SkipInit(out pointer);
        return FromMemory(ref Unsafe.As<T, byte>(ref memory), (uint)Unsafe.SizeOf<T>(), 0, ref pointer) == 0;
    }

    /// <summary>Copies a value out (<c>bpf_dynptr_read</c>, Linux 5.19).</summary>
    /// <returns>Whether the memory is that long.</returns>
    public static bool TryRead<T>(ref DynamicPointer pointer, ulong offset, out T value) where T : unmanaged
    {
        Unsafe.SkipInit(out value);
        return Read(ref Unsafe.As<T, byte>(ref value), (uint)Unsafe.SizeOf<T>(), ref pointer, offset, 0) == 0;
    }

    /// <summary>Copies a value in (<c>bpf_dynptr_write</c>, Linux 5.19).</summary>
    /// <returns>Whether the memory is that long and can be written.</returns>
    public static bool TryWrite<T>(ref DynamicPointer pointer, ulong offset, scoped in T value) where T : unmanaged =>
        Write(ref pointer, offset, in Unsafe.As<T, byte>(ref Unsafe.AsRef(in value)), (uint)Unsafe.SizeOf<T>(), 0) == 0;

    /// <summary>The memory itself, where it lies in one piece (<c>bpf_dynptr_data</c>, Linux 5.19).</summary>
    /// <param name="pointer">The pointer.</param>
    /// <param name="offset">From where on: a constant.</param>
    public static MapValue<T> View<T>(ref DynamicPointer pointer, ulong offset) where T : unmanaged =>
        new(ref Data<T>(ref pointer, offset, (ulong)Unsafe.SizeOf<T>()));

    [Helper(197, Since = "5.19")]
    private static long FromMemory(ref byte memory, uint size, ulong flags, ref DynamicPointer pointer) =>
        (long)BpfHost.Current.Call(197, BpfHost.Address(in memory), size, flags, BpfHost.Address(in pointer));

    [Helper(201, Since = "5.19")]
    private static long Read(ref byte buffer, uint size, ref DynamicPointer pointer, ulong offset, ulong flags) =>
        (long)BpfHost.Current.Call(201, BpfHost.Address(in buffer), size, BpfHost.Address(in pointer), offset, flags);

    [Helper(202, Since = "5.19")]
    private static long Write(ref DynamicPointer pointer, ulong offset, ref readonly byte value, uint size, ulong flags) =>
        (long)BpfHost.Current.Call(202, BpfHost.Address(in pointer), offset, BpfHost.Address(in value), size, flags);

    [Helper(203, Since = "5.19")]
    private static ref T Data<T>(ref DynamicPointer pointer, ulong offset, ulong size) =>
        ref BpfHost.At<T>(BpfHost.Current.Call(203, BpfHost.Address(in pointer), offset, size));

    [Helper(198, Since = "5.19")]
    internal static long Reserve(object ring, uint size, ulong flags, ref DynamicPointer pointer) =>
        (long)BpfHost.Current.Call(198, BpfHost.Current.AddressOf(ring), size, flags, BpfHost.Address(in pointer));

    [Helper(199, Since = "5.19")]
    internal static void Submit(ref DynamicPointer pointer, ulong flags) => BpfHost.Current.Call(199, BpfHost.Address(in pointer), flags);

    [Helper(200, Since = "5.19")]
    internal static void Discard(ref DynamicPointer pointer, ulong flags) => BpfHost.Current.Call(200, BpfHost.Address(in pointer), flags);
}
