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

    public DoctorCommand(Invocation invocation)
        : base("doctor", "Try out what this machine offers to eBPF, and say what to do about what is missing.")
    {
        Options.Add(_output);
        HelpWithExamples.AddTo(
            this,
            ("waggle doctor", "what works here and what does not"),
            ("waggle doctor --output json | jq .topics", "what waggle can watch here, for scripts"));
        SetAction(parsed =>
        {
            invocation.ThrowIfFollowing("doctor");
            return Run(invocation, parsed.GetValue(_output) == "json");
        });
    }

    private static int Run(Invocation invocation, bool isJson)
    {
        MachineDiagnosis diagnosis = MachineDiagnosis.Run();
        using Stream output = invocation.OpenOutput();
        if (isJson)
        {
            using JsonLineSink<MachineDiagnosis> sink = new(output, SignalJson.Lines.MachineDiagnosis);
            sink.Write(diagnosis);
            sink.Flush();
        }
        else
        {
            Frame frame = new(DoctorView.Lines(diagnosis));
            if (invocation.IsTerminal) Spectre.Console.AnsiConsole.Write(frame);
            else TextOutput.Write(output, frame.ToText());
        }

        return diagnosis.IsHealthy ? ExitCode.Success : ExitCode.Unavailable;
    }
}
