using Microsoft.Win32.SafeHandles;
using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Machine;

namespace Waggle.Linux.Links;

/// <summary>An iterator that is ready to run (Linux 5.9). Each stream that is opened and read runs the program once for each item.</summary>
public sealed class IteratorLink : Link
{
    private IteratorLink(string program, string hook, SafeDescriptor link) : base(program, hook, link)
    {
    }

    /// <summary>Makes the iterator of a program, over all items or those of a map.</summary>
    internal static unsafe IteratorLink Attach(
        SafeDescriptor program, string programName, string target, IteratorOptions options, SafeDescriptor? map = null)
    {
        if (options.ThreadId is not null && options.ProcessId is not null)
            throw new ArgumentException("An iterator takes a thread or a process, not both.", nameof(options));

        string hook = $"iterator {target}";
        using SafeDescriptor.Lease mapLease = map is null ? default : map.Use();
        using SafeDescriptor.Lease lease = program.Use();
        using SafeDescriptor? cgroup = options.CgroupPath is null ? null : KernelFile.TryOpen(options.CgroupPath)
            ?? throw KernelError.Attach($"program '{programName}' to {hook}", Libc.LastError, $"{options.CgroupPath} can't be opened as a directory.");
        using SafeDescriptor.Lease cgroupLease = cgroup is null ? default : cgroup.Use();
        // union bpf_iter_link_info: map_fd for iterators of maps; tid, pid and pid_fd for those of tasks; order and cgroup_fd for those of cgroups.
        uint* info = stackalloc uint[4];
        new Span<uint>(info, 4).Clear();
        if (map is not null) info[0] = (uint)mapLease.Number;
        else if (cgroup is not null || options.Walk is not null)
            (info[0], info[1]) = ((uint)(options.Walk ?? CgroupWalk.ParentsFirst), cgroup is null ? 0 : (uint)cgroupLease.Number);
        else (info[0], info[1]) = ((uint)(options.ThreadId ?? 0), (uint)(options.ProcessId ?? 0));
        bool hasInfo = info[0] != 0 || info[1] != 0;
        var attr = new LinkCreateAttr
        {
            prog_fd = lease.Number,
            attach_type = BpfAttachType.BPF_TRACE_ITER,
            iter_info = hasInfo ? (ulong)info : 0,
            iter_info_len = hasInfo ? 4 * sizeof(uint) : 0u,
        };
        if (BpfCall.Open(BpfCommand.BPF_LINK_CREATE, ref attr) is { } link) return new IteratorLink(programName, hook, link);

        Errno error = Libc.LastError;
        throw KernelError.Attach($"program '{programName}' to {hook}", error, error switch
        {
            Errno.NoProcess => "There is no such thread or process.",
            Errno.BadDescriptor or Errno.Invalid => "This iterator wants a map (bpf_map_elem, sk_storage_map), or does not take the map or option given.",
            _ => null,
        });
    }

    /// <summary>Starts a run. Reading the stream runs the program; its end is the last item's. The caller disposes it.</summary>
    /// <remarks>The stream stays readable after the link is disposed.</remarks>
    public FileStream OpenStream()
    {
        using SafeDescriptor.Lease lease = Descriptor!.Use();
        var attr = new IteratorCreateAttr { link_fd = lease.Number };
        nint descriptor = BpfCall.Invoke(BpfCommand.BPF_ITER_CREATE, ref attr);
        if (descriptor < 0) throw KernelError.Other("open an iterator's stream", ToString(), Libc.LastError, Capability.Bpf, Capability.PerfMon);
        return new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Read, bufferSize: 0);
    }
}
