using System.Globalization;
using Waggle.Agent.Signals;

namespace Waggle.Cli.Views;

/// <summary>Events as lines of text, with the columns that users of the BCC tools know.</summary>
internal static class TraceLines
{
    private const string Who = "TIME                PID    PPID   UID COMM            ";

    public const string ExecHeading = $"{Who}  RET FILE ARGS";
    public const string ExitHeading = $"{Who}    RUN TIME EXIT";
    public const string OpenHeading = $"{Who}  RET PATH FLAGS";
    public const string ConnectHeading = $"{Who} IP      LATENCY   RET FROM -> TO";

    public static string Exec(ExecSignal e) =>
        $"{Head(e.Time, e.Pid, e.Ppid, e.Uid, e.Comm)} {e.Ret,4} {SafeText.JoinArguments([e.File, .. e.Args.Skip(1)])}{(e.ArgsCut ? " …" : "")}";

    public static string Exit(ExitSignal e) =>
        $"{Head(e.Time, e.Pid, e.Ppid, e.Uid, e.Comm)} {Quantity.Time(e.RunTimeNs),11} {Ending(e)}";

    public static string Open(OpenSignal e) =>
        string.Create(CultureInfo.InvariantCulture, $"{Head(e.Time, e.Pid, e.Ppid, e.Uid, e.Comm)} {e.Ret,4} {SafeText.Clean(e.Path)} {e.FlagNames}{Mode(e)}");

    public static string Connect(ConnectSignal e) =>
        $"{Head(e.Time, e.Pid, e.Ppid, e.Uid, e.Comm)} {e.Ip,2} {Quantity.Time(e.LatencyNs),12} {e.Ret,5} {Endpoint(e.Saddr, e.Sport)} -> {Endpoint(e.Daddr, e.Dport)}";

    /// <summary>How a process ended: "0", "1", "signal 9 (KILL)".</summary>
    public static string Ending(ExitSignal e) => e.Signal == 0
        ? e.ExitCode.ToString(CultureInfo.InvariantCulture)
        : $"signal {e.Signal}{SignalNames.Describe(e.Signal)}{(e.CoreDumped ? ", core dumped" : "")}";

    /// <summary>"10.0.0.1:80", "[::1]:80".</summary>
    public static string Endpoint(string address, int port) => address.Contains(':', StringComparison.Ordinal) ? $"[{address}]:{port}" : $"{address}:{port}";

    private static string Head(EventTime time, int pid, int ppid, uint uid, string comm) => string.Create(
        CultureInfo.InvariantCulture,
        $"{time.ToDateTimeOffset().ToLocalTime():HH:mm:ss.ffffff} {pid,7} {ppid,7} {uid,5} {SafeText.Clean(comm),-15}");

    // The permissions mean something only where the call may make a file: O_CREAT, or O_TMPFILE's own bit.
    private static string Mode(OpenSignal e) => (e.Flags & 0x40_0040) != 0 ? " 0" + Convert.ToString(e.Mode & 0xfff, 8) : "";
}
