using System.Text;
using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Machine;

namespace Waggle.Linux.Programs;

/// <summary>Opens the kernel's own copy of a module's types, which a program that refers to the module has to name.</summary>
internal static unsafe class ModuleTypesDescriptor
{
    private const int MaximumNameInBytes = 64; // MODULE_NAME_LEN is 56 on 64-bit machines

    /// <summary>Opens the types of a loaded module; they stay, and the module with them, until the descriptor is closed.</summary>
    /// <param name="module">The module's name.</param>
    /// <exception cref="BpfPermissionException">Walking the kernel's objects needs CAP_SYS_ADMIN.</exception>
    /// <exception cref="BpfNotSupportedException">No such module is loaded, or the kernel is older than Linux 5.11.</exception>
    public static SafeDescriptor Open(string module)
    {
        const string Operation = "open a module's types";
        string what = $"module '{module}'";
        var attr = new ObjectIdAttr();
        while (BpfCall.Invoke(BpfCommand.BPF_BTF_GET_NEXT_ID, ref attr) >= 0)
        {
            uint id = attr.next_id;
            var open = new ObjectIdAttr { map_id = id }; // btf_id shares its place
            if (BpfCall.Open(BpfCommand.BPF_BTF_GET_FD_BY_ID, ref open) is { } types)
            {
                if (IsOf(types, module)) return types;
                types.Dispose();
            }
            else if (Libc.LastError != Errno.NoEntry) // one that has just gone is none of ours
            {
                throw KernelError.Other(Operation, what, Libc.LastError, Capability.SysAdmin);
            }
            attr.map_id = id; // start_id
        }
        if (Libc.LastError != Errno.NoEntry) throw KernelError.Other(Operation, what, Libc.LastError, Capability.SysAdmin);
        throw new BpfNotSupportedException(Operation, what, Errno.NoEntry, "The kernel has no types of that module: is it loaded, and built with BTF?");
    }

    private static bool IsOf(SafeDescriptor types, string module)
    {
        byte* name = stackalloc byte[MaximumNameInBytes];
        var info = new BtfInfo { name = (ulong)name, name_len = MaximumNameInBytes };
        using SafeDescriptor.Lease lease = types.Use();
        var attr = new ObjectInfoAttr { bpf_fd = lease.Number, info_len = (uint)sizeof(BtfInfo), info = (ulong)&info };
        if (BpfCall.Invoke(BpfCommand.BPF_OBJ_GET_INFO_BY_FD, ref attr) < 0 || info.kernel_btf == 0) return false;
        var text = new ReadOnlySpan<byte>(name, MaximumNameInBytes);
        int end = text.IndexOf((byte)0);
        return end >= 0 && Encoding.UTF8.GetString(text[..end]) == module;
    }
}
