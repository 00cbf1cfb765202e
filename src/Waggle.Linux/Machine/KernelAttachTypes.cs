using Waggle.Bpf.Types;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Machine;

/// <summary>The places to attach to that the running kernel has, by its own types.</summary>
/// <remarks>A kernel answers EINVAL for a place that it does not know, and for much else: this tells the two apart.</remarks>
internal static class KernelAttachTypes
{
    private static readonly Lazy<long?> s_count = new(ReadCount);

    /// <summary>Whether the kernel surely does not know the place; false for a kernel without BTF, which can't be asked.</summary>
    public static bool Lacks(BpfAttachType type) => s_count.Value is { } count && (uint)type >= count;

    // The enumeration ends with the number of its values.
    private static long? ReadCount()
    {
        try
        {
            return Btf.Read(File.ReadAllBytes("/sys/kernel/btf/vmlinux")).TryFind("bpf_attach_type", out _, out BtfEnum? places)
                && places.Values.FirstOrDefault(v => v.Name == "__MAX_BPF_ATTACH_TYPE") is { Name: not null } end ? end.Value : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or BtfFormatException)
        {
            return null;
        }
    }
}
