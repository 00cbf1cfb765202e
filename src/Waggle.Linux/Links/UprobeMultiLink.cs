using System.Text;
using Waggle.Bpf.Errors;
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
    internal static unsafe UprobeMultiLink Attach(SafeDescriptor program, string programName, string path, ReadOnlySpan<UprobePlace> places,
        bool atReturn, BpfAttachType attachType, int? processId)
    {
        string kind = attachType == BpfAttachType.BPF_TRACE_UPROBE_SESSION ? "uprobe.session" : atReturn ? "uretprobe.multi" : "uprobe.multi";
        string hook = $"{kind} {path}, {places.Length} places";
        byte[] pathBytes = Encoding.UTF8.GetBytes(path + "\0");
        ulong[] offsets = new ulong[places.Length], semaphores = new ulong[places.Length], cookies = new ulong[places.Length];
        for (int i = 0; i < places.Length; i++) (offsets[i], semaphores[i], cookies[i]) = (places[i].FileOffset, places[i].SemaphoreOffset, places[i].Cookie);
        using SafeDescriptor.Lease lease = program.Use();
        fixed (byte* pathPointer = pathBytes)
        fixed (ulong* offsetsPointer = offsets, semaphoresPointer = semaphores, cookiesPointer = cookies)
        {
            var attr = new LinkCreateAttr
            {
                prog_fd = lease.Number,
                attach_type = attachType,
                uprobe_path = (ulong)pathPointer,
                uprobe_offsets = (ulong)offsetsPointer,
                uprobe_ref_ctr_offsets = (ulong)semaphoresPointer,
                uprobe_cookies = (ulong)cookiesPointer,
                uprobe_cnt = (uint)places.Length,
                uprobe_flags = atReturn && attachType != BpfAttachType.BPF_TRACE_UPROBE_SESSION ? Return : 0,
                uprobe_pid = (uint)(processId ?? 0),
            };
            if (BpfCall.Open(BpfCommand.BPF_LINK_CREATE, ref attr) is { } link) return new UprobeMultiLink(programName, hook, link);
        }
        Errno error = Libc.LastError;
        throw KernelError.Attach($"program '{programName}' to {hook}", error, attachType, error switch
        {
            Errno.NoProcess => "There is no such process.",
            Errno.Invalid => "The kernel is older than Linux 6.6 (uprobe.session: 6.13), the program was not loaded for uprobe.multi, or a place is no instruction of the file.",
            _ => null,
        });
    }
}
