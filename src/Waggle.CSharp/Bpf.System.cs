using System.Runtime.CompilerServices;

namespace Waggle.CSharp;

/// <content>What <see cref="SyscallAttribute"/> programs ask of the kernel.</content>
public static partial class Bpf
{
    /// <summary>Makes a BPF system call (<c>bpf_sys_bpf</c>, Linux 5.14). For <see cref="SyscallAttribute"/>.</summary>
    /// <param name="command">Number of <c>enum bpf_cmd</c>.</param>
    /// <param name="attributes">Its attributes, as bpf(2) has them.</param>
    /// <returns>A descriptor, 0, or a negative errno.</returns>
    public static long SystemCall<T>(uint command, ref T attributes) where T : unmanaged =>
        SysBpf(command, ref Unsafe.As<T, byte>(ref attributes), (uint)Unsafe.SizeOf<T>());

    /// <summary>Looks for a type of the kernel by name (<c>bpf_btf_find_by_name_kind</c>, Linux 5.14). For <see cref="SyscallAttribute"/>.</summary>
    /// <param name="name">An inline array of bytes that ends with zero.</param>
    /// <param name="kind"><c>BTF_KIND_*</c>.</param>
    /// <returns>The type's number in the low 32 bits and a module's descriptor above them, or a negative errno.</returns>
    public static long FindType<T>(scoped in T name, uint kind) where T : unmanaged =>
        BtfFind(in Unsafe.As<T, byte>(ref Unsafe.AsRef(in name)), (uint)Unsafe.SizeOf<T>(), kind, 0);

    /// <summary>Closes a descriptor. For <see cref="SyscallAttribute"/> (<c>bpf_sys_close</c>, Linux 5.14).</summary>
    /// <returns>0, or a negative errno.</returns>
    [Helper(168, Since = "5.14")]
    public static long CloseDescriptor(uint descriptor) => (long)BpfHost.Current.Call(168, descriptor);

    [Helper(179, Since = "5.16")]
    private static long KallsymsLookup(ref readonly byte name, uint size, uint flags, ref ulong address) =>
        (long)BpfHost.Current.Call(179, BpfHost.Address(in name), size, flags, BpfHost.Address(in address));

    /// <summary>Looks for the address of a symbol of the kernel (<c>bpf_kallsyms_lookup_name</c>, Linux 5.16). For <see cref="SyscallAttribute"/>.</summary>
    /// <param name="name">An inline array of bytes that ends with zero at its last byte.</param>
    /// <param name="address">The address.</param>
    /// <returns>Whether there is one and the caller may know it.</returns>
    public static bool TryFindSymbol<T>(scoped in T name, out ulong address) where T : unmanaged
    {
        address = 0;
        return KallsymsLookup(in Unsafe.As<T, byte>(ref Unsafe.AsRef(in name)), (uint)Unsafe.SizeOf<T>(), 0, ref address) == 0;
    }

    [Helper(166, Since = "5.14")]
    private static long SysBpf(uint command, ref byte attributes, uint size) =>
        (long)BpfHost.Current.Call(166, command, BpfHost.Address(in attributes), size);

    [Helper(167, Since = "5.14")]
    private static long BtfFind(ref readonly byte name, uint size, uint kind, uint flags) =>
        (long)BpfHost.Current.Call(167, BpfHost.Address(in name), size, kind, flags);

    [Helper(176, Since = "5.16")]
    private static long BranchSnapshot(ref byte buffer, uint size, ulong flags) =>
        (long)BpfHost.Current.Call(176, BpfHost.Address(in buffer), size, flags);

    /// <summary>Writes the last branches that this CPU took (<c>bpf_get_branch_snapshot</c>, Linux 5.16). GPL only.</summary>
    /// <param name="buffer">An inline array of records of 24 bytes: from, to, flags.</param>
    /// <returns>Bytes written, or a negative errno.</returns>
    public static long ReadBranches<T>(ref T buffer) where T : unmanaged => BranchSnapshot(ref Unsafe.As<T, byte>(ref buffer), (uint)Unsafe.SizeOf<T>(), 0);
}
