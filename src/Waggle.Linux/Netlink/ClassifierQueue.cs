using System.Net;
using System.Runtime.InteropServices;
using Waggle.Bpf.Errors;

namespace Waggle.Linux.Netlink;

/// <summary>clsact, the queueing discipline that does nothing but carry filters for what arrives and what leaves (Linux 4.5).</summary>
internal static class ClassifierQueue
{
    /// <summary>Adds it to an interface.</summary>
    /// <returns>Exists if the interface has it already.</returns>
    public static NetlinkAnswer Create(NetlinkSocket socket, int interfaceIndex) =>
        socket.Ask(new NetlinkMessage(RouteNetlink.RTM_NEWQDISC,
                RouteNetlink.NLM_F_REQUEST | RouteNetlink.NLM_F_ACK | RouteNetlink.NLM_F_CREATE | RouteNetlink.NLM_F_EXCL)
            .Fixed(Queue(interfaceIndex)).Add(RouteNetlink.TCA_KIND, "clsact"));

    /// <summary>Takes it away, with all filters.</summary>
    public static NetlinkAnswer Delete(NetlinkSocket socket, int interfaceIndex) =>
        socket.Ask(new NetlinkMessage(RouteNetlink.RTM_DELQDISC, RouteNetlink.NLM_F_REQUEST | RouteNetlink.NLM_F_ACK)
            .Fixed(Queue(interfaceIndex)).Add(RouteNetlink.TCA_KIND, "clsact"));

    /// <summary>Adds or replaces a BPF filter whose answer is the packet's fate.</summary>
    /// <param name="socket">Socket of the interface's namespace.</param>
    /// <param name="filter">Interface and direction; handle and priority where they are given, 0 for the kernel to choose.</param>
    /// <param name="program">Descriptor of the program.</param>
    /// <param name="name">Name to show.</param>
    /// <param name="replaces">Whether a filter with this handle and priority is replaced, or must not exist.</param>
    public static NetlinkAnswer SetFilter(NetlinkSocket socket, TrafficMessage filter, int program, string name, bool replaces) =>
        socket.Ask(new NetlinkMessage(RouteNetlink.RTM_NEWTFILTER,
                (ushort)(RouteNetlink.NLM_F_REQUEST | RouteNetlink.NLM_F_ACK | RouteNetlink.NLM_F_ECHO | RouteNetlink.NLM_F_CREATE
                | (replaces ? RouteNetlink.NLM_F_REPLACE : RouteNetlink.NLM_F_EXCL)))
            .Fixed(filter)
            .Add(RouteNetlink.TCA_KIND, "bpf")
            .Nest(RouteNetlink.TCA_OPTIONS | RouteNetlink.NLA_F_NESTED, options => options
                .Add(RouteNetlink.TCA_BPF_FD, (uint)program)
                .Add(RouteNetlink.TCA_BPF_NAME, name)
                .Add(RouteNetlink.TCA_BPF_FLAGS, RouteNetlink.TCA_BPF_FLAG_ACT_DIRECT)));

    /// <summary>Takes a filter away.</summary>
    public static NetlinkAnswer DeleteFilter(NetlinkSocket socket, TrafficMessage filter) =>
        socket.Ask(new NetlinkMessage(RouteNetlink.RTM_DELTFILTER, RouteNetlink.NLM_F_REQUEST | RouteNetlink.NLM_F_ACK)
            .Fixed(filter).Add(RouteNetlink.TCA_KIND, "bpf"));

    /// <summary>Whether no filter is left in either direction.</summary>
    public static bool IsEmpty(NetlinkSocket socket, int interfaceIndex)
    {
        foreach (uint parent in new[] { RouteNetlink.TC_H_CLSACT_INGRESS, RouteNetlink.TC_H_CLSACT_EGRESS })
        {
            NetlinkAnswer answer = socket.Ask(new NetlinkMessage(RouteNetlink.RTM_GETTFILTER, RouteNetlink.NLM_F_REQUEST | RouteNetlink.NLM_F_DUMP)
                .Fixed(new TrafficMessage { tcm_ifindex = interfaceIndex, tcm_parent = parent }));
            if (answer.Error != Errno.None || answer.Messages.Count > 0) return false;
        }
        return true;
    }

    /// <summary>The request's number for any protocol with a priority.</summary>
    public static uint Info(int priority) => (uint)priority << 16 | (ushort)IPAddress.HostToNetworkOrder((short)RouteNetlink.ETH_P_ALL);

    /// <summary>The filter that an echoed answer describes, with the handle and priority that the kernel chose.</summary>
    public static TrafficMessage? ReadFilter(NetlinkAnswer answer)
    {
        foreach ((ushort type, byte[] payload) in answer.Messages)
        {
            if (type == RouteNetlink.RTM_NEWTFILTER && payload.Length >= TrafficMessage.SizeInBytes) return MemoryMarshal.Read<TrafficMessage>(payload);
        }
        return null;
    }

    private static TrafficMessage Queue(int interfaceIndex) => new()
    {
        tcm_ifindex = interfaceIndex,
        tcm_handle = RouteNetlink.TC_H_CLSACT_HANDLE,
        tcm_parent = RouteNetlink.TC_H_CLSACT,
    };
}
