namespace Waggle.Linux.Links;

/// <summary>Whose packets a netkit program sees. Both are attached to the primary interface.</summary>
public enum NetkitSide
{
    /// <summary>Those that the primary interface sends.</summary>
    Primary,

    /// <summary>Those that its peer sends, such as the one inside a container.</summary>
    Peer,
}
