namespace Waggle.CSharp;

/// <summary>Where in a packet's life an XDP program runs.</summary>
public enum XdpPlace
{
    /// <summary>Where packets arrive at an interface (4.8).</summary>
    Interface,

    /// <summary>On a packet that an entry of a <see cref="DeviceMap"/> sends out (5.8): <see cref="XdpContext.EgressInterface"/> is known.</summary>
    DeviceMap,

    /// <summary>On a packet that an entry of a <see cref="CpuMap"/> moved to another CPU (5.9).</summary>
    CpuMap,
}
