using System.CommandLine;
using System.Diagnostics;
using Waggle.Cli.Inventory;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Sinks;
using Waggle.Cli.Views;
using Waggle.Linux.Inspection;

namespace Waggle.Cli.Commands;

/// <summary>The BPF programs of the machine by the time that they take.</summary>
internal sealed class TopProgramsCommand : Command
{
    private const int TextWidth = 110, TextHeight = 1000; // of text that goes to a file
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(100);

    private readonly Option<TimeSpan?> _duration = WatchOptions.Duration();
    private readonly Option<TimeSpan?> _interval = WatchOptions.Interval();
    private readonly Option<string> _output = WatchOptions.Output("text for people, json for scripts (one object an interval). [default: text]");
    private readonly Option<int?> _count = new("--count", "-n") { Description = "End after this many intervals.", HelpName = "N" };

    public TopProgramsCommand(Invocation invocation)
        : base("programs", "Show how often each BPF program of this machine runs, and the time that it takes. Has the kernel count while it runs.")
    {
        _count.Validators.Add(result =>
        {
            if (result.GetValue(_count) is < 1) result.AddError("--count takes a number from 1.");
        });
        foreach (Option option in (Option[])[_duration, _interval, _count, _output]) Options.Add(option);
        HelpWithExamples.AddTo(
            this,
            ("waggle top programs", "until Ctrl-C"),
            ("waggle top programs --interval 5 --count 1", "five seconds, once"),
            ("waggle top programs --output json --duration 60", "a minute of JSON lines"));
        SetAction(parsed =>
        {
            invocation.ThrowIfFollowing("top programs");
            return Run(invocation, parsed.GetValue(_duration), parsed.GetValue(_interval) ?? TimeSpan.FromSeconds(1), parsed.GetValue(_count), parsed.GetValue(_output) == "json");
        });
    }

    private static int Run(Invocation invocation, TimeSpan? duration, TimeSpan interval, int? count, bool isJson)
    {
        using StopRequest stop = new();
        using RunTimeStatistics statistics = RunTimeStatistics.Enable();
        using Stream output = invocation.OpenOutput();
        using CommandOutput lines = new(output, isJson, isTerminal: false);
        using Screen? screen = !isJson && invocation.CanDraw ? new Screen(output) : null;
        ProgramActivity activity = new();
        long start = Stopwatch.GetTimestamp();
        IReadOnlyList<ActiveProgram> programs = [];
        Show();
        for (int round = 1; !stop.Token.IsCancellationRequested; round++)
        {
            Wait(interval, stop.Token);
            programs = activity.Read();
            if (isJson) lines.Json(json => TopView.WriteJson(json, programs, activity.Interval));
            else Show();
            output.Flush();
            if (round == count || duration is { } limit && Stopwatch.GetElapsedTime(start) >= limit) break;
        }

        return ExitCode.Success;

        void Show()
        {
            (int width, int height) = screen is null ? (TextWidth, TextHeight) : Screen.Size;
            Frame frame = new(TopView.Lines(programs, Stopwatch.GetElapsedTime(start), width, height));
            if (screen is not null) screen.Draw(frame, width);
            else if (programs.Count > 0 || start != 0 && activity.Interval > TimeSpan.Zero) TextOutput.Write(output, [.. frame.ToText(), ""]);
        }

        // In small steps, so that the picture follows when the terminal changes its size.
        void Wait(TimeSpan time, CancellationToken stopped)
        {
            long from = Stopwatch.GetTimestamp();
            (int, int) size = Screen.Size;
            while (Stopwatch.GetElapsedTime(from) is var elapsed && elapsed < time)
            {
                if (stopped.WaitHandle.WaitOne(time - elapsed < s_tick ? time - elapsed : s_tick)) return;
                if (screen is null || Screen.Size == size) continue;
                size = Screen.Size;
                Show();
            }
        }
    }
}
