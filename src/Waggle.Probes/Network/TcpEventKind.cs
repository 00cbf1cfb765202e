namespace Waggle.Probes.Network;

/// <summary>What happened to a connection.</summary>
public enum TcpEventKind
{
    /// <summary>This machine connected.</summary>
    Connected = 0,

    /// <summary>This machine was connected to.</summary>
    Accepted = 1,

    /// <summary>The connection ended.</summary>
    Closed = 2,
}
