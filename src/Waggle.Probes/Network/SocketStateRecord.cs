namespace Waggle.Probes.Network;

using Waggle.CSharp;
using Waggle.Probes.Kernel;

/// <summary>Record of <c>sock:inet_sock_set_state</c>. IPv4 addresses are v4-mapped in the <c>_v6</c> fields.</summary>
[KernelType("trace_event_raw_inet_sock_set_state")]
internal struct SocketStateRecord
{
#pragma warning disable CS0649, IDE1006 // the kernel's fields, the kernel's names
    public KernelPointer<Socket> skaddr;
    public int oldstate;
    public int newstate;
    public ushort sport;
    public ushort dport;
    public ushort family;
    public ushort protocol;
    public Address saddr_v6;
    public Address daddr_v6;
#pragma warning restore CS0649, IDE1006
}
