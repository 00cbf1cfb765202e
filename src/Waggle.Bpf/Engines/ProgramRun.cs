namespace Waggle.Bpf.Engines;

/// <summary>What a test run is given, and where it leaves what it made.</summary>
/// <remarks>Which parts a program type takes (<c>net/bpf/test_run.c</c>, Linux 6.18): packet and context in and out for XDP, TC, cgroup
/// skb, lwt and socket filters; flow keys out and a context in for flow dissectors; a context in for raw tracepoints and socket lookup;
/// a context in and out for syscall programs; packet and context for netfilter. What a type does not take must be empty.</remarks>
public ref struct ProgramRun
{
    /// <summary>The packet, from its Ethernet header on.</summary>
    public ReadOnlySpan<byte> Packet { get; init; }

    /// <summary>Receives the packet as the program left it; for a flow dissector the <c>struct bpf_flow_keys</c>.</summary>
    public Span<byte> PacketOut { get; init; }

    /// <summary>The context, as the program sees it: <c>struct xdp_md</c>, <c>struct __sk_buff</c>, a raw tracepoint's arguments.</summary>
    public ReadOnlySpan<byte> Context { get; init; }

    /// <summary>Receives the context as the program left it. A syscall program writes to its <see cref="Context"/>'s copy, which comes here.</summary>
    public Span<byte> ContextOut { get; init; }

    /// <summary>Times to run; 0 for once, and for the types that take no repetition (raw tracepoint, syscall).</summary>
    public int Repeat { get; init; }

    /// <summary>CPU to run on, with <see cref="ProgramRunFlags.OnCpu"/>.</summary>
    public int Cpu { get; init; }

    /// <summary>How to run.</summary>
    public ProgramRunFlags Flags { get; init; }

    /// <summary>Frames that are sent at once, with <see cref="ProgramRunFlags.LiveFrames"/>; 0 for the kernel's choice.</summary>
    public int BatchSize { get; init; }
}
