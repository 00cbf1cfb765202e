using System.Runtime.InteropServices;
using System.Text;
using Waggle.Linux.Interop;

namespace Waggle.Corpus.KernelTests;

/// <summary>What the kernel calls the things behind descriptors.</summary>
internal static unsafe class KernelNames
{
    // struct bpf_btf_info of include/uapi/linux/bpf.h.
    [StructLayout(LayoutKind.Explicit, Size = 32)]
    private struct TypesInfo
    {
        [FieldOffset(16)] public ulong name;
        [FieldOffset(24)] public uint name_len;
    }

    /// <summary>Name of the module whose types the descriptor holds; "vmlinux" for 0.</summary>
    public static string OfTypes(int descriptor)
    {
        if (descriptor == 0) return "vmlinux";
        byte* name = stackalloc byte[64];
        *name = 0;
        var info = new TypesInfo { name = (ulong)name, name_len = 64 };
        return Ask(descriptor, ref info) ? Text(new ReadOnlySpan<byte>(name, 64)) : "?";
    }

    /// <summary>Name of a map; null if the descriptor is none's.</summary>
    public static string? OfMap(int descriptor)
    {
        MapInfo info = default;
        return Ask(descriptor, ref info) ? info.name.ToString() : null;
    }

    private static bool Ask<T>(int descriptor, ref T info) where T : unmanaged
    {
        fixed (T* place = &info)
        {
            var attr = new ObjectInfoAttr { bpf_fd = descriptor, info = (ulong)place, info_len = (uint)sizeof(T) };
            return BpfCall.Invoke(BpfCommand.BPF_OBJ_GET_INFO_BY_FD, ref attr) >= 0;
        }
    }

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }
}
