namespace Waggle.Agent.Signals;

/// <summary>What a machine, or a followed command, did in a span of time.</summary>
/// <param name="Kind">"interval", or "summary" for the whole run.</param>
/// <param name="Time">End of the span.</param>
/// <param name="Seconds">Its length.</param>
/// <param name="Execs">Number of programs started.</param>
/// <param name="Exits">Number of processes ended.</param>
/// <param name="Started">Programs started in the interval; empty in the summary.</param>
/// <param name="Ended">Processes ended in the interval; empty in the summary.</param>
/// <param name="Syscalls">System calls by process, the busiest first.</param>
/// <param name="BlockIo">Times of requests to block devices; null where this can't be measured.</param>
/// <param name="RunQueue">Times that runnable threads waited for a CPU; null where this can't be measured.</param>
/// <param name="TcpOpened">Number of TCP connections opened.</param>
/// <param name="TcpClosed">Number of TCP connections closed.</param>
/// <param name="Tcp">Connections opened and closed in the interval; empty in the summary.</param>
/// <param name="Events">Events since the start.</param>
/// <param name="SkippedRuns">Runs of programs that the kernel skipped since the start: the program was busy on that CPU.</param>
/// <param name="Missing">What could not be measured here, and why.</param>
public sealed record MachineReport(
    string Kind, EventTime Time, double Seconds, ulong Execs, ulong Exits, IReadOnlyList<ExecSignal> Started, IReadOnlyList<ExitSignal> Ended,
    IReadOnlyList<ProcessSyscalls> Syscalls, LatencyReport? BlockIo, LatencyReport? RunQueue, ulong TcpOpened, ulong TcpClosed,
    IReadOnlyList<TcpSignal> Tcp, EventCounts Events, ulong SkippedRuns, IReadOnlyList<string> Missing)
{
    /// <summary>Nothing happened yet.</summary>
    public static MachineReport Nothing { get; } = new("interval", default, 0, 0, 0, [], [], [], LatencyReport.Empty, LatencyReport.Empty, 0, 0, [], default, 0, []);
}
