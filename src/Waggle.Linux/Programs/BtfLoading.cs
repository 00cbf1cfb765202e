using System.Buffers;
using System.Text;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Types;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Programs;

/// <summary><c>BPF_BTF_LOAD</c>: gives an object's types to the kernel (Linux 4.18).</summary>
internal static unsafe class BtfLoading
{
    private const int LogSize = 64 * 1024;

    /// <summary>Loads the types; null if the kernel refuses them, and then why.</summary>
    public static SafeDescriptor? TryLoad(Btf types, out string? refusal)
    {
        refusal = null;
        using MemoryHandle bytes = types.Bytes.Pin();
        var attr = new BtfLoadAttr { btf = (ulong)bytes.Pointer, btf_size = (uint)types.Bytes.Length };
        if (BpfCall.Open(BpfCommand.BPF_BTF_LOAD, ref attr) is { } loaded) return loaded;

        Errno error = Libc.LastError;
        byte[] log = new byte[LogSize];
        fixed (byte* pointer = log)
        {
            (attr.btf_log_buf, attr.btf_log_size, attr.btf_log_level) = ((ulong)pointer, LogSize, 1);
            if (BpfCall.Open(BpfCommand.BPF_BTF_LOAD, ref attr) is { } second) return second;
        }
        int length = log.AsSpan().IndexOf((byte)0);
        string[] lines = Encoding.UTF8.GetString(log, 0, length < 0 ? log.Length : length).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        refusal = lines.Length == 0 ? error.Describe() : $"{error.Describe()}: {lines[^1].Trim()}";
        return null;
    }
}
