namespace Waggle.Linux.Links;

/// <summary>Where an XDP program runs (<c>XDP_FLAGS_*</c> of include/uapi/linux/if_link.h).</summary>
public enum XdpMode
{
    /// <summary>In the driver if it can, otherwise generic.</summary>
    Automatic = 0,

    /// <summary>In the network stack, after the packet got its socket buffer: slower, and works with every interface.</summary>
    Generic = 2,

    /// <summary>In the driver; refused where it can't.</summary>
    Driver = 4,

    /// <summary>In the network card.</summary>
    Hardware = 8,
}
