namespace Waggle.Vm.Packets.Captures;

/// <summary>What the bytes of a packet begin with. Files may hold other numbers than these: the registry is at tcpdump.org/linktypes.html.</summary>
public enum LinkType : ushort
{
    /// <summary>BSD loopback: 4 bytes of address family.</summary>
    Loopback = 0,

    /// <summary>An Ethernet header.</summary>
    Ethernet = 1,

    /// <summary>An IPv4 or IPv6 header, as a TUN device gives it.</summary>
    RawIP = 101,

    /// <summary>What Linux says where it captures on any interface (first version).</summary>
    LinuxCooked = 113,

    /// <summary>The same, second version.</summary>
    LinuxCooked2 = 276,
}
