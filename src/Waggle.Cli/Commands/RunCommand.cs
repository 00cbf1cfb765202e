using System.CommandLine;
using System.Globalization;
using Waggle.Bpf.Objects;
using Waggle.Cli.Engines;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Selection;
using Waggle.Cli.Views;
using Waggle.Vm;

namespace Waggle.Cli.Commands;

/// <summary>Runs a program of an object file.</summary>
internal sealed class RunCommand : ObjectCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "An object file." };
    private readonly Option<string?> _section = new("--section", "-s") { Description = "The program of this section.", HelpName = "SECTION" };
    private readonly Option<string?> _program = new("--program", "-p") { Description = "The program of this name. [default: the only one]", HelpName = "NAME" };
    private readonly Option<string> _engine = EngineChoice.Option();
    private readonly Option<int?> _repeat = new("--repeat", "-r") { Description = "Times to run.", HelpName = "N" };
    private readonly Option<bool> _checked = new("--checked")
    {
        Description = "Do not ask the verifier: check each access as the program runs, and end the run at the first that is not allowed.",
    };
    private readonly InputOptions _input = new();
    private readonly TrafficOptions _traffic = new();
    private readonly TextWriter? _progress;
    private readonly TextWriter _error;

    public RunCommand(Invocation invocation) : base(
        invocation, "", "run", "Run a program of an object file once, or often, and say what it returned.",
        ("waggle run prog.bpf.o --data packet.bin", "give a packet to a program, in this process: no root, no kernel"),
        ("waggle run prog.bpf.o --program ingress --repeat 1000000", "how long does a run take?"),
        ("waggle run prog.bpf.o --data packet.bin --checked", "a program that the verifier refuses: where does it break a rule?"),
        ("sudo waggle run prog.bpf.o --engine kernel", "the same in the kernel"),
        ("waggle run prog.bpf.o --pcap in.pcapng --out out.pcapng", "what it makes of each packet of a capture"),
        ("sudo waggle run prog.bpf.o --interface eth0 --duration 10", "of the packets that arrive, without touching them"))
    {
        _progress = invocation.IsTerminal && !Console.IsErrorRedirected ? invocation.Error : null;
        _error = invocation.Error;
        Arguments.Add(_file);
        foreach (Option option in (Option[])[_section, _program, _engine, _checked, _repeat]) Options.Add(option);
        _input.AddTo(this);
        _traffic.AddTo(this, [.. _input.Options, _repeat]);
        _repeat.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int times) && times > 0))
                result.AddError($"--repeat takes a number of at least 1, and '{token.Value}' is none.");
        });
    }

    protected override int Run(ParseResult parsed, CommandOutput output)
    {
        string file = parsed.GetValue(_file)!, engine = parsed.GetValue(_engine)!;
        bool isChecked = parsed.GetValue(_checked);
        if (isChecked && engine == EngineChoice.Kernel) throw new UsageException("The kernel runs only what its verifier accepts.", "Take --engine vm or --engine interpreter with --checked.");
        BpfObject obj = ObjectFile.Read(file);
        ProgramSpec spec = ObjectFile.Find(obj, file, parsed.GetValue(_section), parsed.GetValue(_program));
        ProgramInput input = _input.Read(parsed, spec);
        int? repeat = parsed.GetValue(_repeat);

        PrintedLines printed = new();
        using EngineProgram program = EngineProgram.Load(engine, obj, spec, printed, isChecked ? VmSafety.Checked : VmSafety.Verified);
        ProgramOutcome outcome;
        try
        {
            if (_traffic.IsAsked(parsed)) return new TrafficCommand(_traffic, parsed).Run(engine, program, spec, output, _progress);
            outcome = program.Run(input, repeat ?? 0);
        }
        finally
        {
            if (!output.IsJson) WritePrinted(printed); // of a program that ended with a fault, too: there it matters most
        }

        if (output.IsJson) WriteJson(output, engine, program.IsProved, spec, input, outcome, repeat ?? 1, printed);
        else output.Text(ToText(engine, spec, input, outcome, repeat ?? 1));
        return ExitCode.Success;
    }

    private static string ToText(string engine, ProgramSpec spec, ProgramInput input, ProgramOutcome outcome, int repeat)
    {
        string name = ReturnNames.Of(spec.Type, outcome.ReturnValue) is { } known ? $" ({known})" : "";
        string signed = (int)outcome.ReturnValue < 0 ? string.Create(CultureInfo.InvariantCulture, $" (as signed number {(int)outcome.ReturnValue})") : "";
        string length = outcome.Packet.Length == input.Packet.Length ? "" : string.Create(CultureInfo.InvariantCulture, $", packet: {outcome.Packet.Length} bytes instead of {input.Packet.Length}");
        // A first run has .NET compile the engine, and it can't be tried beforehand: programs change maps.
        string what = repeat > 1 ? "average time of a run" : engine == EngineChoice.Kernel ? "time of the run" : "time of the first run, with .NET compiling";
        return string.Create(CultureInfo.InvariantCulture, $"{spec.Name}: returned {outcome.ReturnValue}{signed}{name}, {what}: {Quantity.Time(outcome.Nanoseconds)}{length}");
    }

    private void WritePrinted(PrintedLines printed)
    {
        foreach (string line in printed.Kept) _error.WriteLine(SafeText.Clean(line));
        if (printed.Count > printed.Kept.Count) _error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"waggle: {printed.Count - printed.Kept.Count} more lines are not shown."));
    }

    private static void WriteJson(
        CommandOutput output, string engine, bool isProved, ProgramSpec spec, ProgramInput input, ProgramOutcome outcome, int repeat, PrintedLines printed) => output.Json(json =>
    {
        json.WriteString("program", spec.Name);
        json.WriteString("section", spec.Section);
        json.WriteString("engine", engine);
        json.WriteBoolean("proved", isProved);
        json.WriteNumber("retval", outcome.ReturnValue);
        if (ReturnNames.Of(spec.Type, outcome.ReturnValue) is { } name) json.WriteString("retval_name", name);
        json.WriteNumber("repeat", repeat);
        json.WriteNumber("average_ns", Math.Round(outcome.Nanoseconds, 1));
        if (printed.Count > 0)
        {
            json.WriteNumber("printed_lines", printed.Count);
            json.WriteStartArray("printed");
            foreach (string line in printed.Kept) json.WriteStringValue(line);
            json.WriteEndArray();
        }

        if (!EngineProgram.TakesPacket(spec.Type)) return;
        json.WriteNumber("packet_length_in", input.Packet.Length);
        json.WriteNumber("packet_length", outcome.Packet.Length);
        json.WriteString("packet_sha256", outcome.PacketHash);
    });
}
