namespace Waggle.Linux.Links;

/// <summary>Which packets of an interface a tcx program sees.</summary>
public enum TcxDirection
{
    /// <summary>Those that arrive.</summary>
    Ingress,

    /// <summary>Those that leave.</summary>
    Egress,
}
