using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Links;

/// <summary>An attachment to a sockmap or sockhash: the program sees what the sockets in the map send (sk_msg, Linux 4.17) or receive
/// (sk_skb, 4.14). As a BPF link since 6.10.</summary>
/// <remarks>It concerns sockets that are put into the map while it is attached. Such a socket keeps the program until it leaves the map.</remarks>
public sealed class SocketMapLink : Link
{
    private readonly SafeDescriptor? _map; // where the kernel has no link, detaching needs all of these
    private readonly BpfAttachType _attachType;
    private SafeDescriptor? _program;

    private SocketMapLink(string program, string hook, SafeDescriptor link) : base(program, hook, link)
    {
    }

    private SocketMapLink(string program, string hook, SafeDescriptor programDescriptor, SafeDescriptor map, BpfAttachType attachType) : base(program, hook)
    {
        bool isAdded = false;
        programDescriptor.DangerousAddRef(ref isAdded);
        map.DangerousAddRef(ref isAdded);
        (_program, _map, _attachType) = (programDescriptor, map, attachType);
    }

    /// <summary>Attaches to a map.</summary>
    internal static SocketMapLink Attach(
        SafeDescriptor program, string programName, SafeDescriptor map, string mapName, BpfAttachType attachType, bool hasLinks = true)
    {
        string hook = $"{Name(attachType)} of map '{mapName}'";
        using SafeDescriptor.Lease programLease = program.Use();
        using SafeDescriptor.Lease mapLease = map.Use();
        var attr = new LinkCreateAttr { prog_fd = programLease.Number, target_fd = mapLease.Number, attach_type = attachType };
        if (hasLinks && BpfCall.Open(BpfCommand.BPF_LINK_CREATE, ref attr) is { } link) return new SocketMapLink(programName, hook, link);

        // A kernel that has links and refuses this one gives the same reason again here.
        var old = new ProgramAttachAttr { target_fd = mapLease.Number, attach_bpf_fd = programLease.Number, attach_type = attachType };
        if (BpfCall.Invoke(BpfCommand.BPF_PROG_ATTACH, ref old) >= 0) return new SocketMapLink(programName, hook, program, map, attachType);

        Errno error = Libc.LastError;
        throw KernelError.Attach($"program '{programName}' to {hook}", error, error switch
        {
            Errno.Busy => "The map has a program of this kind, or one that excludes it: a verdict program stands alone or with a stream parser.",
            Errno.Invalid or Errno.OperationNotSupported => "That is no sockmap or sockhash, or the program was loaded for another hook.",
            _ => null,
        });
    }

    private protected override void Detach()
    {
        base.Detach();
        if (_map is null || Interlocked.Exchange(ref _program, null) is not { } program) return;
        var attr = new ProgramAttachAttr
        {
            target_fd = (int)_map.DangerousGetHandle(),
            attach_bpf_fd = (int)program.DangerousGetHandle(),
            attach_type = _attachType,
        };
        _ = BpfCall.Invoke(BpfCommand.BPF_PROG_DETACH, ref attr); // fails only if another program has taken its place
        program.DangerousRelease();
        _map.DangerousRelease();
    }

    private static string Name(BpfAttachType attachType) => attachType switch
    {
        BpfAttachType.BPF_SK_MSG_VERDICT => "sk_msg",
        BpfAttachType.BPF_SK_SKB_STREAM_PARSER => "stream parser",
        BpfAttachType.BPF_SK_SKB_STREAM_VERDICT => "stream verdict",
        _ => "verdict",
    };
}
