using System.CommandLine;
using Waggle.Agent.Diagnosis;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Sinks;
using Waggle.Cli.Views;

namespace Waggle.Cli.Commands;

/// <summary>Says what works on this machine, and what to do about the rest.</summary>
internal sealed class DoctorCommand : Command
{
    private readonly Option<string> _output = WatchOptions.Output("text for people, json for scripts. [default: text]");

    private readonly Option<bool> _all = new("--all", "-a")
    {
        Description = "Try helpers, attach types, type kinds, instruction sets, kernel options and tokens too. As JSON a second object.",
    };

    public DoctorCommand(Invocation invocation)
        : base("doctor", "Try out what this machine offers to eBPF, and say what to do about what is missing.")
    {
        Options.Add(_output);
        Options.Add(_all);
        HelpWithExamples.AddTo(
            this,
            ("waggle doctor", "what works here and what does not"),
            ("waggle doctor --all", "the same, down to the helpers that each type of program can call"),
            ("waggle doctor --output json | jq .topics", "what waggle can watch here, for scripts"));
        SetAction(parsed =>
        {
            invocation.ThrowIfFollowing("doctor");
            return Run(invocation, parsed.GetValue(_output) == "json", parsed.GetValue(_all));
        });
    }

    private static int Run(Invocation invocation, bool isJson, bool isAll)
    {
        MachineDiagnosis diagnosis = MachineDiagnosis.Run();
        using Stream output = invocation.OpenOutput();
        if (isJson)
        {
            using JsonLineSink<MachineDiagnosis> sink = new(output, SignalJson.Lines.MachineDiagnosis);
            sink.Write(diagnosis);
            sink.Flush();
            if (isAll)
            {
                using CommandOutput json = new(output, isJson: true, isTerminal: false);
                json.Json(FeatureView.WriteJson);
            }
        }
        else
        {
            List<Line> lines = DoctorView.Lines(diagnosis);
            if (isAll) lines.AddRange(FeatureView.Lines());
            Frame frame = new(lines);
            if (invocation.IsTerminal) Spectre.Console.AnsiConsole.Write(frame);
            else TextOutput.Write(output, frame.ToText());
        }

        return diagnosis.IsHealthy ? ExitCode.Success : ExitCode.Unavailable;
    }
}
