using System.Text;
using Waggle.Bpf.Types;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Machine;
using Waggle.Linux.Programs;

namespace Waggle.Linux.Inspection;

/// <summary>Reads BTF objects.</summary>
internal static unsafe class BtfInfoReading
{
    private const int LongestName = 64; // BTF_NAME_LEN and MODULE_NAME_LEN are shorter

    public static KernelBtfInfo Read(SafeDescriptor descriptor)
    {
        byte* name = stackalloc byte[LongestName];
        *name = 0;
        var info = new BtfInfo { name = (ulong)name, name_len = LongestName };
        ObjectTable.Btf.ReadInfo(descriptor, ref info);
        var text = new ReadOnlySpan<byte>(name, LongestName);
        return new KernelBtfInfo(info.id, Encoding.UTF8.GetString(text[..Math.Max(0, text.IndexOf((byte)0))]), info.kernel_btf != 0, info.btf_size);
    }

    public static byte[] ReadBytes(SafeDescriptor descriptor) => KernelObject.TryReadBtf(descriptor)
        ?? throw KernelError.Other("read types", "a BTF object", Libc.LastError, Capability.SysAdmin);

    public static Btf ReadTypes(SafeDescriptor descriptor) => Read(descriptor) switch
    {
        { IsOfKernel: true, Name: "vmlinux" } => RunningKernelTypes.Get(),
        { IsOfKernel: true } => Btf.Read(ReadBytes(descriptor), RunningKernelTypes.Get()), // a module's continue the kernel's
        _ => Btf.Read(ReadBytes(descriptor)),
    };
}
