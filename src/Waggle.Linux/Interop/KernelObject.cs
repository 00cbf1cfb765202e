using Waggle.Bpf.Errors;

namespace Waggle.Linux.Interop;

/// <summary>What programs, maps, links and BTF objects have in common: the kernel numbers them, and describes them by descriptor.</summary>
internal static unsafe class KernelObject
{
    /// <summary>The smallest number in use that is greater than one; <see cref="Errno.NoEntry"/> behind the last.</summary>
    public static Errno NextId(BpfCommand command, uint id, out uint next)
    {
        var attr = new ObjectIdAttr { map_id = id };
        nint result = BpfCall.Invoke(command, ref attr);
        next = attr.next_id;
        return result < 0 ? Libc.LastError : Errno.None;
    }

    /// <summary>Opens an object by its number; null on failure, with errno in <see cref="Libc.LastError"/>.</summary>
    public static SafeDescriptor? Open(BpfCommand command, uint id)
    {
        var attr = new ObjectIdAttr { map_id = id };
        return BpfCall.Open(command, ref attr);
    }

    /// <summary>Reads what the kernel says of an object. Buffers that the info points to are filled as well.</summary>
    public static Errno ReadInfo<T>(SafeDescriptor descriptor, ref T info) where T : unmanaged
    {
        using SafeDescriptor.Lease lease = descriptor.Use();
        fixed (T* pointer = &info)
        {
            var attr = new ObjectInfoAttr { bpf_fd = lease.Number, info_len = (uint)sizeof(T), info = (ulong)pointer };
            return BpfCall.Invoke(BpfCommand.BPF_OBJ_GET_INFO_BY_FD, ref attr) < 0 ? Libc.LastError : Errno.None;
        }
    }

    /// <summary>The bytes of a BTF object; null on failure, with errno in <see cref="Libc.LastError"/>.</summary>
    public static byte[]? TryReadBtf(uint id)
    {
        using SafeDescriptor? descriptor = Open(BpfCommand.BPF_BTF_GET_FD_BY_ID, id);
        return descriptor is null ? null : TryReadBtf(descriptor);
    }

    /// <summary>The bytes of a BTF object; null on failure, with errno in <see cref="Libc.LastError"/>.</summary>
    public static byte[]? TryReadBtf(SafeDescriptor descriptor)
    {
        BtfInfo info = default;
        if (ReadInfo(descriptor, ref info) != Errno.None) return null;
        byte[] bytes = new byte[info.btf_size];
        fixed (byte* pointer = bytes)
        {
            info = new BtfInfo { btf = (ulong)pointer, btf_size = (uint)bytes.Length };
            return ReadInfo(descriptor, ref info) == Errno.None ? bytes : null;
        }
    }
}
