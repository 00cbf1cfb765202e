namespace Waggle.Vm.Packets;

/// <summary>What became of the packets that a hook was given.</summary>
public sealed record PacketStatistics
{
    /// <summary>All of them.</summary>
    public PacketCount Total { get; init; }

    /// <summary>Those that went on.</summary>
    public PacketCount Passed { get; init; }

    /// <summary>Those that were dropped.</summary>
    public PacketCount Dropped { get; init; }

    /// <summary>Those that went back.</summary>
    public PacketCount Transmitted { get; init; }

    /// <summary>Those that went elsewhere.</summary>
    public PacketCount Redirected { get; init; }

    /// <summary>Those for which something went wrong.</summary>
    public PacketCount Aborted { get; init; }

    /// <summary>Of the packets that went on, back or elsewhere, those that the program had changed.</summary>
    public long Changed { get; init; }

    /// <summary>Copies that programs sent (<c>bpf_clone_redirect</c>).</summary>
    public long Copies { get; init; }

    /// <summary>Runs that ended with a fault; their packets are among those aborted.</summary>
    public long Faults { get; init; }
}
