using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Machine;

namespace Waggle.Linux.Links;

/// <summary>A struct of operations that programs implement, registered with the kernel: a TCP congestion control, say (Linux 5.6).</summary>
/// <remarks>With a BPF link (section .struct_ops.link, Linux 6.4) disposing it takes the operations away once nobody uses them;
/// without one, the same is done by deleting the map's only element.</remarks>
public sealed unsafe class StructOpsLink : Link
{
    private readonly SafeDescriptor? _map; // where no BPF link holds the registration
    private bool _isDetached;

    private StructOpsLink(string map, string hook, SafeDescriptor link) : base(map, hook, link)
    {
    }

    private StructOpsLink(SafeDescriptor descriptor, string map, string hook) : base(map, hook)
    {
        _map = descriptor;
        bool isAdded = false;
        descriptor.DangerousAddRef(ref isAdded); // the map's owner may dispose it before this link
    }

    /// <summary>Registers the operations of a map.</summary>
    /// <param name="map">The map.</param>
    /// <param name="mapName">Its name, for messages.</param>
    /// <param name="typeName">Name of the kernel's struct.</param>
    /// <param name="value">The map's value, with the descriptors of the programs.</param>
    /// <param name="isLink">Whether a BPF link is to hold the registration.</param>
    internal static StructOpsLink Attach(SafeDescriptor map, string mapName, string typeName, ReadOnlySpan<byte> value, bool isLink)
    {
        string hook = $"operations {typeName}";
        string what = $"map '{mapName}' as {hook}";
        using SafeDescriptor.Lease lease = map.Use();
        int key = 0;
        fixed (byte* pointer = value)
        {
            var write = new MapElementAttr { map_fd = lease.Number, key = (ulong)&key, value = (ulong)pointer };
            // EBUSY: written before, and a link may be made of it again.
            if (BpfCall.Invoke(BpfCommand.BPF_MAP_UPDATE_ELEM, ref write) < 0 && !(isLink && Libc.LastError == Errno.Busy))
                throw Fail(what, Libc.LastError);
        }
        if (!isLink) return new StructOpsLink(map, mapName, hook);

        const BpfAttachType StructOps = (BpfAttachType)44; // BPF_STRUCT_OPS
        var attr = new LinkCreateAttr { prog_fd = lease.Number, attach_type = StructOps }; // map_fd shares prog_fd's place
        return BpfCall.Open(BpfCommand.BPF_LINK_CREATE, ref attr) is { } link
            ? new StructOpsLink(mapName, hook, link)
            : throw Fail(what, Libc.LastError);
    }

    private protected override void Detach()
    {
        base.Detach();
        if (_map is null || Interlocked.Exchange(ref _isDetached, true)) return;
        int key = 0;
        var attr = new MapElementAttr { map_fd = (int)_map.DangerousGetHandle(), key = (ulong)&key };
        _ = BpfCall.Invoke(BpfCommand.BPF_MAP_DELETE_ELEM, ref attr); // fails only if it is gone already
        _map.DangerousRelease();
    }

    private static BpfException Fail(string what, Errno error) => error switch
    {
        Errno.Exists => new BpfAttachException("register operations", what, error, "Operations of this name are registered already."),
        Errno.Busy => new BpfAttachException("register operations", what, error, "The map is registered already: detach it first."),
        Errno.Invalid => new BpfAttachException("register operations", what, error,
            "The kernel refuses the struct: a member that it requires is missing, or has a value that it does not take (a name, say)."),
        _ => KernelError.Other("register operations", what, error, Capability.SysAdmin, Capability.NetAdmin),
    };
}
