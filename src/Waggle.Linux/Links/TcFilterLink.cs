using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Netlink;

namespace Waggle.Linux.Links;

/// <summary>A BPF filter of the queueing discipline clsact (Linux 4.5), whose answer is the packet's fate: for kernels without tcx.</summary>
/// <remarks>Not a BPF link: it stays if the process ends without disposing it. Disposing it takes away clsact too, if this attachment
/// added it and no filter is left.</remarks>
public sealed class TcFilterLink : Link
{
    private readonly NetlinkSocket _socket;
    private readonly TrafficMessage _filter;
    private readonly bool _ownsQueue;
    private bool _isDetached;

    private TcFilterLink(string program, string hook, NetlinkSocket socket, TrafficMessage filter, bool ownsQueue) : base(program, hook) =>
        (_socket, _filter, _ownsQueue) = (socket, filter, ownsQueue);

    /// <summary>Order among the filters, as given or as the kernel chose it.</summary>
    public int Priority => (int)(_filter.tcm_info >> 16);

    /// <summary>Number of the filter, as given or as the kernel chose it.</summary>
    public uint Handle => _filter.tcm_handle;

    /// <summary>Attaches to an interface of the calling thread's network namespace.</summary>
    internal static TcFilterLink Attach(SafeDescriptor program, string programName, int interfaceIndex, TcxDirection direction, TcOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Priority, ushort.MaxValue, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.Priority, nameof(options));
        if (options.Replaces && (options.Priority == 0 || options.Handle == 0))
            throw new ArgumentException("A filter to replace is named by its priority and handle.", nameof(options));

        string hook = $"tc {(direction == TcxDirection.Ingress ? "ingress" : "egress")} of interface {interfaceIndex}";
        string what = $"program '{programName}' to {hook}";
        var socket = NetlinkSocket.Open();
        bool ownsQueue = false;
        try
        {
            NetlinkAnswer queue = ClassifierQueue.Create(socket, interfaceIndex);
            ownsQueue = queue.Error == Errno.None;
            if (!ownsQueue && queue.Error != Errno.Exists) throw Fail(what, queue, interfaceIndex);
            var filter = new TrafficMessage
            {
                tcm_ifindex = interfaceIndex,
                tcm_handle = options.Handle,
                tcm_parent = direction == TcxDirection.Ingress ? RouteNetlink.TC_H_CLSACT_INGRESS : RouteNetlink.TC_H_CLSACT_EGRESS,
                tcm_info = ClassifierQueue.Info(options.Priority),
            };
            using SafeDescriptor.Lease lease = program.Use();
            NetlinkAnswer answer = ClassifierQueue.SetFilter(socket, filter, lease.Number, programName, options.Replaces);
            if (answer.Error != Errno.None) throw Fail(what, answer, interfaceIndex);
            return new TcFilterLink(programName, hook, socket, ClassifierQueue.ReadFilter(answer) ?? filter, ownsQueue);
        }
        catch
        {
            if (ownsQueue) ClassifierQueue.Delete(socket, interfaceIndex);
            socket.Dispose();
            throw;
        }
    }

    internal override void Replace(SafeDescriptor program, string programName, SafeDescriptor? expected = null)
    {
        if (expected is not null)
            throw new BpfNotSupportedException(ReplaceOperation, ToString(), Errno.None, "A TC filter is replaced whatever program it runs.");
        using SafeDescriptor.Lease lease = program.Use();
        NetlinkAnswer answer = ClassifierQueue.SetFilter(_socket, _filter, lease.Number, programName, replaces: true);
        if (answer.Error != Errno.None) throw ReplaceError($"{this} by program '{programName}'", answer.Error);
        Program = programName;
    }

    private protected override void Detach()
    {
        if (Interlocked.Exchange(ref _isDetached, true)) return;
        ClassifierQueue.DeleteFilter(_socket, _filter); // fails only if the interface or filter is gone
        if (_ownsQueue && ClassifierQueue.IsEmpty(_socket, _filter.tcm_ifindex)) ClassifierQueue.Delete(_socket, _filter.tcm_ifindex);
        _socket.Dispose();
    }

    private static BpfException Fail(string what, NetlinkAnswer answer, int interfaceIndex) => answer.Error switch
    {
        Errno.NoDevice => KernelError.Attach(what, answer.Error, $"This network namespace has no interface {interfaceIndex}."),
        Errno.Exists => KernelError.Attach(what, answer.Error, "A filter has this priority and handle: choose others, or replace it."),
        Errno.NoEntry => new BpfNotSupportedException("attach a program", what, answer.Error,
            $"The kernel has no clsact or no BPF filters (CONFIG_NET_SCH_INGRESS, CONFIG_NET_CLS_BPF). {answer.Reason}".TrimEnd()),
        _ => KernelError.Attach(what, answer.Error, answer.Reason.Length > 0 ? $"The kernel says: {answer.Reason}" : null),
    };
}
