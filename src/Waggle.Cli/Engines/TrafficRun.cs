using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;
using Waggle.Vm.Packets;
using Waggle.Vm.Packets.Captures;

namespace Waggle.Cli.Engines;

/// <summary>Takes packets from a source through a program to a sink.</summary>
/// <param name="Spec">The program's description.</param>
/// <param name="Program">The program.</param>
/// <param name="Sink">Where packets go that are not dropped; null to leave them.</param>
internal sealed record TrafficRun(ProgramSpec Spec, ITrafficProgram Program, IPacketSink? Sink)
{
    /// <summary>What became of the packets so far.</summary>
    public TrafficReport Report { get; } = new();

    /// <summary>Runs until the source has no more packets, or the end is asked for.</summary>
    /// <param name="source">The packets.</param>
    /// <param name="count">Packets to take; null for all.</param>
    /// <param name="tick">Called after each packet.</param>
    /// <param name="stop">Asks for the end.</param>
    /// <exception cref="CaptureFormatException">The source is damaged: the packets before were run.</exception>
    public void Run(IPacketSource source, long? count, Action tick, CancellationToken stop)
    {
        bool isSocketFilter = Spec.Type == ProgramType.SocketFilter;
        while (Report.In.Packets != count && source.TryRead(out CapturedPacket packet, stop))
        {
            TrafficOutcome outcome = Program.Run(packet);
            Report.Add(packet.Data.Length, outcome, isSocketFilter);
            if (outcome.Kind is not (PacketVerdictKind.Drop or PacketVerdictKind.Abort)) Sink?.Write(packet.With(outcome.Packet, Note(outcome.ReturnValue)));
            tick();
        }
    }

    // pcapng has a place for what XDP and traffic control return, and none for socket filters.
    private CapturedVerdict? Note(uint value) => Spec.Type switch
    {
        ProgramType.Xdp => new(VerdictSource.Xdp, value),
        ProgramType.SchedCls or ProgramType.SchedAct => new(VerdictSource.TrafficControl, (ulong)(int)value),
        _ => null,
    };
}
