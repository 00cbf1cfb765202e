using System.Runtime.CompilerServices;

namespace Waggle.CSharp;

/// <summary>A pointer to a structure of the kernel.</summary>
/// <typeparam name="T">A struct with <see cref="KernelTypeAttribute"/>.</typeparam>
/// <remarks>Fields are read with <c>pointer.Value.field</c>: by a plain load where the verifier knows the pointer's type
/// (arguments of typed tracepoints, <see cref="Bpf.CurrentTask"/>, and pointers read through those), by
/// <c>bpf_probe_read_kernel</c> elsewhere. Both give 0 where the memory cannot be read.</remarks>
public readonly struct KernelPointer<T> where T : unmanaged
{
    private readonly ulong _address;

    /// <summary>Makes a pointer from an address, such as one found in a tracepoint's record.</summary>
    public KernelPointer(ulong address) => _address = address;

    /// <summary>The address.</summary>
    public ulong Address => _address;

    /// <summary>Whether the address is 0.</summary>
    public bool IsNull => _address == 0;

    /// <summary>What is pointed to; only its fields can be used.</summary>
    [Intrinsic]
    public ref readonly T Value => ref BpfHost.At<T>(BpfHost.Current.KernelMemory(_address, Unsafe.SizeOf<T>()));

    /// <summary>The same address as a pointer to another structure, such as a <c>tcp_sock</c> that starts with a <c>sock</c>.</summary>
    /// <remarks>The result is a plain address to the verifier: its fields are read by <c>bpf_probe_read_kernel</c>.</remarks>
    public KernelPointer<TOther> As<TOther>() where TOther : unmanaged => new(_address);
}
