using System.Runtime.InteropServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Links;
using Waggle.Linux.Maps;

namespace Waggle.Linux.Programs;

/// <content>cgroups, interfaces, network namespaces, sockets and iterators.</content>
public sealed unsafe partial class KernelProgram
{
    /// <summary>Attaches it to a cgroup v2 and all below it, beside others that are attached there.</summary>
    /// <param name="path">The cgroup's directory.</param>
    /// <param name="options">Hook and order; by default the hook is what its section says (cgroup_skb/egress, cgroup/connect4).</param>
    /// <exception cref="BpfAttachException">That is no cgroup v2, or a program above forbids others.</exception>
    /// <exception cref="BpfNotSupportedException">It is no program for a cgroup, or neither its section nor the options say which hook:
    /// a program of section cgroup/skb, or one opened from a pin.</exception>
    public CgroupLink AttachCgroup(string path, CgroupOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        RequireType(ProgramType.CgroupSkb, ProgramType.CgroupSock, ProgramType.CgroupSockAddr, ProgramType.CgroupSockopt,
            ProgramType.CgroupDevice, ProgramType.CgroupSysctl, ProgramType.SockOps, ProgramType.Lsm);
        options ??= new CgroupOptions();
        return CgroupLink.Attach(Descriptor, Name, path, options.Hook is { } hook ? (BpfAttachType)hook : CgroupHookOfSection(),
            options.Order, options.TriesLinks);
    }

    private BpfAttachType CgroupHookOfSection() => Spec.Type switch
    {
        ProgramType.SockOps => BpfAttachType.BPF_CGROUP_SOCK_OPS, // these have one hook only
        ProgramType.CgroupDevice => BpfAttachType.BPF_CGROUP_DEVICE,
        ProgramType.CgroupSysctl => BpfAttachType.BPF_CGROUP_SYSCTL,
        ProgramType.Lsm => BpfAttachType.BPF_LSM_CGROUP,
        _ when Spec.Section.TrimStart('?') is not ("" or "cgroup/skb") => (BpfAttachType)Spec.ExpectedAttachType,
        // The number 0 is a hook of its own, so a hook that is not known can't be told from it.
        _ => throw new BpfNotSupportedException("attach a program", $"program '{Spec}'", Errno.None,
            $"Neither its section nor the options say which hook of the cgroup: set {nameof(CgroupOptions)}.{nameof(CgroupOptions.Hook)}."),
    };

    /// <summary>Attaches it to a netfilter hook of the calling thread's network namespace (Linux 6.4).</summary>
    /// <exception cref="BpfAttachException">The priority is taken or reserved.</exception>
    public NetfilterLink AttachNetfilter(NetfilterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        RequireType(ProgramType.Netfilter);
        return NetfilterLink.Attach(Descriptor, Name, options);
    }

    /// <summary>Attaches a sk_lookup (Linux 5.9) or flow dissector (5.8) program to a network namespace.</summary>
    /// <param name="path">A file that stands for the namespace; by default that of the calling thread.</param>
    /// <exception cref="BpfAttachException">That is no network namespace, or it is taken.</exception>
    public NetworkNamespaceLink AttachNetworkNamespace(string path = "/proc/thread-self/ns/net")
    {
        RequireType(ProgramType.SkLookup, ProgramType.FlowDissector);
        return NetworkNamespaceLink.Attach(Descriptor, Name, path,
            Spec.Type == ProgramType.SkLookup ? BpfAttachType.BPF_SK_LOOKUP : BpfAttachType.BPF_FLOW_DISSECTOR);
    }

    /// <summary>Attaches a socket filter to a socket, or a sk_reuseport program to the group of a socket.</summary>
    /// <param name="socket">The socket's handle (<c>Socket.SafeHandle</c>).</param>
    /// <exception cref="BpfAttachException">The socket is in no reuseport group.</exception>
    public SocketLink AttachSocket(SafeHandle socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        RequireType(ProgramType.SocketFilter, ProgramType.SkReuseport);
        return Spec.Type == ProgramType.SocketFilter
            ? SocketLink.AttachFilter(Descriptor, Name, socket)
            : SocketLink.AttachReuseport(Descriptor, Name, socket);
    }

    /// <summary>Makes an iterator of it, whose output is read as a stream (Linux 5.9).</summary>
    /// <param name="options">What it goes through; by default all.</param>
    /// <exception cref="BpfAttachException">There is no such thread or process, or the iterator wants a map.</exception>
    public IteratorLink AttachIterator(IteratorOptions? options = null)
    {
        RequireType(ProgramType.Tracing);
        return IteratorLink.Attach(Descriptor, Name, TracingTarget.HookName(Spec), options ?? new IteratorOptions());
    }

    /// <summary>Makes an iterator of it that goes through a map's elements: iter/bpf_map_elem (Linux 5.9).</summary>
    /// <exception cref="BpfAttachException">The program reads behind the end of a key or value, or takes no map.</exception>
    public IteratorLink AttachIterator(KernelMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        RequireType(ProgramType.Tracing);
        return IteratorLink.Attach(Descriptor, Name, TracingTarget.HookName(Spec), new IteratorOptions(), map.Descriptor);
    }

    private void RequireType(params ReadOnlySpan<ProgramType> types)
    {
        if (!types.Contains(Spec.Type))
            throw new BpfNotSupportedException("attach a program", $"program '{Spec}'", Errno.None,
                $"That hook takes {string.Join(", ", types.ToArray())} programs, and this one is {Spec.Type}.");
    }
}
