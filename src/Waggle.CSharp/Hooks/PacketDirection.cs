namespace Waggle.CSharp;

/// <summary>Which packets.</summary>
public enum PacketDirection
{
    /// <summary>Those that arrive.</summary>
    Ingress,

    /// <summary>Those that leave.</summary>
    Egress,
}
