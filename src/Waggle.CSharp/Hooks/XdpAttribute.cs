namespace Waggle.CSharp;

/// <summary>Runs the method for each packet that arrives at a network interface, before the kernel makes anything of it (Linux 4.8).</summary>
/// <remarks>Takes the packet as <c>ref XdpContext</c> and returns an <see cref="XdpAction"/>.</remarks>
/// <example><code>[Xdp] static XdpAction OnPacket(ref XdpContext packet)</code></example>
public sealed class XdpAttribute() : HookAttribute("xdp", HookParameters.Context)
{
    /// <summary>Where in a packet's life the program runs.</summary>
    public XdpPlace Place { get; init; }

    /// <summary>Whether it takes packets in several parts, as jumbo frames are (Linux 5.18). Only the first part lies between
    /// the ends of <see cref="XdpContext.Cursor"/>; <see cref="XdpContext.TryLoad{T}"/> reads across parts.</summary>
    public bool Fragments { get; init; }

    /// <inheritdoc/>
    public override string Section => (Fragments ? "xdp.frags" : "xdp") + Place switch
    {
        XdpPlace.DeviceMap => "/devmap",
        XdpPlace.CpuMap => "/cpumap",
        _ => "",
    };
}
