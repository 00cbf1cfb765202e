using System.Text;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Links;

/// <summary>One attachment to many places of a user-space file (Linux 6.6), made and undone at once.</summary>
public sealed class UprobeMultiLink : Link
{
    private const uint Return = 1; // BPF_F_UPROBE_MULTI_RETURN

    private UprobeMultiLink(string program, string hook, SafeDescriptor link) : base(program, hook, link)
    {
    }

    /// <summary>Attaches at offsets in a file.</summary>
    internal static unsafe UprobeMultiLink Attach(SafeDescriptor program, string programName, string path, ReadOnlySpan<ulong> fileOffsets,
        bool atReturn, BpfAttachType attachType, UprobeOptions options)
    {
        string hook = $"{(atReturn ? "uretprobe" : "uprobe")}.multi {path}, {fileOffsets.Length} places";
        byte[] pathBytes = Encoding.UTF8.GetBytes(path + "\0");
        ulong[] cookies = new ulong[fileOffsets.Length];
        Array.Fill(cookies, options.Cookie);
        using SafeDescriptor.Lease lease = program.Use();
        fixed (byte* pathPointer = pathBytes)
        fixed (ulong* offsetsPointer = fileOffsets, cookiesPointer = cookies)
        {
            var attr = new LinkCreateAttr
            {
                prog_fd = lease.Number,
                attach_type = attachType,
                uprobe_path = (ulong)pathPointer,
                uprobe_offsets = (ulong)offsetsPointer,
                uprobe_cookies = options.Cookie == 0 ? 0 : (ulong)cookiesPointer,
                uprobe_cnt = (uint)fileOffsets.Length,
                uprobe_flags = atReturn ? Return : 0,
                uprobe_pid = (uint)(options.ProcessId ?? 0),
            };
            if (BpfCall.Open(BpfCommand.BPF_LINK_CREATE, ref attr) is { } link) return new UprobeMultiLink(programName, hook, link);
        }
        Errno error = Libc.LastError;
        throw KernelError.Attach($"program '{programName}' to {hook}", error, attachType, error switch
        {
            Errno.NoProcess => "There is no such process.",
            Errno.Invalid => "The kernel is older than Linux 6.6, the program was not loaded for uprobe.multi, or a place is no instruction of the file.",
            _ => null,
        });
    }
}
