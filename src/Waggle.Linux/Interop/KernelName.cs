using System.Runtime.CompilerServices;

namespace Waggle.Linux.Interop;

/// <summary><c>char name[BPF_OBJ_NAME_LEN]</c>: 15 characters and a zero.</summary>
[InlineArray(Length)]
internal struct KernelName
{
    public const int Length = 16;

    private byte _first;

    /// <summary>Cuts a name to what the kernel takes: letters, digits, '_' and '.' (bpf_obj_name_cpy in kernel/bpf/syscall.c).</summary>
    public static KernelName From(string name)
    {
        KernelName result = default;
        Span<byte> bytes = result;
        int count = Math.Min(name.Length, Length - 1);
        for (int i = 0; i < count; i++)
            bytes[i] = char.IsAsciiLetterOrDigit(name[i]) || name[i] == '.' ? (byte)name[i] : (byte)'_';
        return result;
    }

    /// <summary>The characters before the zero.</summary>
    public override readonly string ToString()
    {
        ReadOnlySpan<byte> bytes = this;
        int length = bytes.IndexOf((byte)0);
        return System.Text.Encoding.UTF8.GetString(length < 0 ? bytes : bytes[..length]);
    }
}
