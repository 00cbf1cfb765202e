using System.CommandLine;
using System.Globalization;
using Waggle.Bpf.Engines;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Selection;
using Waggle.Cli.Views;
using Waggle.Linux.Inspection;
using Waggle.Linux.Programs;

namespace Waggle.Cli.Commands;

/// <summary>Runs a program on made-up input.</summary>
internal sealed class ProgRunCommand : ObjectCommand
{
    private const int RoomBehindPacket = 256; // the program may make it longer: XDP_PACKET_HEADROOM

    private readonly Argument<string[]> _program = Words("PROG", ObjectSelector.ProgramForms);
    private readonly Option<string?> _packet = FileOption("--data-in", "The packet, from its Ethernet header on.");
    private readonly Option<string?> _packetOut = FileOption("--data-out", "Where to write the packet as the program left it.");
    private readonly Option<string?> _context = FileOption("--ctx-in", "The context: struct xdp_md, struct __sk_buff, a raw tracepoint's arguments.");
    private readonly Option<string?> _contextOut = FileOption("--ctx-out", "Where to write the context as the program left it.");
    private readonly Option<int> _repeat = new("--repeat") { Description = "Times to run.", HelpName = "N" };
    private readonly Option<int?> _cpu = new("--cpu") { Description = "CPU to run on (raw tracepoints).", HelpName = "N" };

    public ProgRunCommand(Invocation invocation) : base(
        invocation, "prog", "run", "Run a program on made-up input and say what it returned.",
        ("waggle prog run id 12 --data-in packet.bin", "give a packet to a program"),
        ("waggle prog run id 12 --data-in packet.bin --repeat 1000000", "how long does a run take?"),
        ("waggle prog run id 12 --data-in - --data-out out.bin < packet.bin", "see what it makes of the packet"))
    {
        Arguments.Add(_program);
        foreach (Option option in (Option[])[_packet, _packetOut, _context, _contextOut, _repeat, _cpu]) Options.Add(option);
    }

    protected override int Run(ParseResult parsed, CommandOutput output)
    {
        uint id = ObjectSelector.Single(ObjectSelector.Programs(parsed.GetValue(_program)!), "program");
        using KernelProgram program = KernelInventory.OpenProgram(id) ?? throw ObjectSelector.NotThere("program", id);
        byte[] packet = Read(parsed.GetValue(_packet)), context = Read(parsed.GetValue(_context));
        (string? packetFile, string? contextFile) = (parsed.GetValue(_packetOut), parsed.GetValue(_contextOut));
        byte[] packetOut = packetFile is null ? [] : new byte[packet.Length + RoomBehindPacket];
        byte[] contextOut = contextFile is null ? [] : new byte[context.Length];
        int? cpu = parsed.GetValue(_cpu);

        ProgramRunResult result = program.Run(new ProgramRun
        {
            Packet = packet,
            PacketOut = packetOut,
            Context = context,
            ContextOut = contextOut,
            Repeat = parsed.GetValue(_repeat),
            Cpu = cpu ?? 0,
            Flags = cpu is null ? ProgramRunFlags.None : ProgramRunFlags.OnCpu,
        });

        if (packetFile is not null) File.WriteAllBytes(packetFile, packetOut[..Math.Min(result.PacketLength, packetOut.Length)]);
        if (contextFile is not null) File.WriteAllBytes(contextFile, contextOut[..Math.Min(result.ContextLength, contextOut.Length)]);
        output.Done(
            string.Create(CultureInfo.InvariantCulture, $"Return value: {result.ReturnValue} (as signed number {(int)result.ReturnValue}), average time of a run: {Quantity.Time((double)result.AverageNanoseconds)}"),
            json =>
            {
                json.WriteNumber("retval", result.ReturnValue);
                json.WriteNumber("duration", result.AverageNanoseconds);
                json.WriteNumber("data_size_out", result.PacketLength);
                json.WriteNumber("ctx_size_out", result.ContextLength);
            });
        return ExitCode.Success;
    }

    private static Option<string?> FileOption(string name, string description) => new(name) { Description = description, HelpName = "FILE" };

    private static byte[] Read(string? file)
    {
        if (file is null) return [];
        if (file != "-") return File.ReadAllBytes(file);
        using Stream input = Console.OpenStandardInput();
        using MemoryStream bytes = new();
        input.CopyTo(bytes);
        return bytes.ToArray();
    }
}
