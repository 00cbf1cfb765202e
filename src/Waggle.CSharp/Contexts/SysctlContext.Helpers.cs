using System.Runtime.CompilerServices;

namespace Waggle.CSharp;

/// <content>What is read or written.</content>
public partial struct SysctlContext
{
    /// <summary>Writes the file's name (<c>bpf_sysctl_get_name</c>, Linux 5.2).</summary>
    /// <param name="buffer">An inline array of bytes.</param>
    /// <param name="flags">1 for the last part of the path only.</param>
    /// <returns>Bytes of the name without its zero, or a negative errno.</returns>
    public long ReadName<T>(ref T buffer, ulong flags = 0) where T : unmanaged => GetName(ref Unsafe.As<T, byte>(ref buffer), (uint)Unsafe.SizeOf<T>(), flags);

    /// <summary>Writes the value as it is (<c>bpf_sysctl_get_current_value</c>, Linux 5.2).</summary>
    /// <returns>Bytes of the value without its zero, or a negative errno.</returns>
    public long ReadCurrentValue<T>(ref T buffer) where T : unmanaged => GetCurrentValue(ref Unsafe.As<T, byte>(ref buffer), (uint)Unsafe.SizeOf<T>());

    /// <summary>Writes the value that is to be set (<c>bpf_sysctl_get_new_value</c>, Linux 5.2).</summary>
    /// <returns>Bytes of the value without its zero, or a negative errno.</returns>
    public long ReadNewValue<T>(ref T buffer) where T : unmanaged => GetNewValue(ref Unsafe.As<T, byte>(ref buffer), (uint)Unsafe.SizeOf<T>());

    /// <summary>Puts another value in the place of the one that is to be set (<c>bpf_sysctl_set_new_value</c>, Linux 5.2).</summary>
    /// <returns>0, or a negative errno.</returns>
    public long WriteNewValue<T>(scoped in T value) where T : unmanaged =>
        SetNewValue(in Unsafe.As<T, byte>(ref Unsafe.AsRef(in value)), (uint)Unsafe.SizeOf<T>());

    [Helper(101, Since = "5.2")]
    private long GetName(ref byte buffer, uint size, ulong flags) =>
        (long)BpfHost.Current.Call(101, BpfHost.Address(in this), BpfHost.Address(in buffer), size, flags);

    [Helper(102, Since = "5.2")]
    private long GetCurrentValue(ref byte buffer, uint size) =>
        (long)BpfHost.Current.Call(102, BpfHost.Address(in this), BpfHost.Address(in buffer), size);

    [Helper(103, Since = "5.2")]
    private long GetNewValue(ref byte buffer, uint size) =>
        (long)BpfHost.Current.Call(103, BpfHost.Address(in this), BpfHost.Address(in buffer), size);

    [Helper(104, Since = "5.2")]
    private long SetNewValue(ref readonly byte value, uint size) =>
        (long)BpfHost.Current.Call(104, BpfHost.Address(in this), BpfHost.Address(in value), size);
}
