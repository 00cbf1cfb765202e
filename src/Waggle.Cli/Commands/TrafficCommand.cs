using System.CommandLine;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;
using Waggle.Cli.Engines;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Views;
using Waggle.Vm;
using Waggle.Vm.Packets;
using Waggle.Vm.Packets.Captures;
using Waggle.Vm.Packets.Interfaces;

namespace Waggle.Cli.Commands;

/// <summary>What <c>waggle run</c> does with the packets of a file or an interface.</summary>
/// <param name="options">Which.</param>
/// <param name="parsed">The command line.</param>
internal sealed class TrafficCommand(TrafficOptions options, ParseResult parsed)
{
    private readonly string? _capture = parsed.GetValue(options.Capture);
    private readonly string? _out = parsed.GetValue(options.Out);

    /// <summary>Runs a program on them and says what became of them.</summary>
    /// <param name="engine">The engine's name.</param>
    /// <param name="loaded">The program in that engine.</param>
    /// <param name="spec">The program's description.</param>
    /// <param name="output">Where the result goes.</param>
    /// <param name="progress">Where a person sees how far it is; null if nobody looks.</param>
    /// <exception cref="UsageException">The program is not for packets, or the engine can't show it them.</exception>
    /// <exception cref="InputException">The file is damaged; what came before was run and is told.</exception>
    public int Run(string engine, EngineProgram loaded, ProgramSpec spec, CommandOutput output, TextWriter? progress)
    {
        CheckFit(engine, spec);
        using StopRequest request = new();
        using IPacketSource source = Open();
        string? damage = null;
        TrafficRun run;
        long? ticks = parsed.GetValue(options.Duration)?.Ticks;
        using CancellationTokenSource timed = CancellationTokenSource.CreateLinkedTokenSource(request.Token);
        if (ticks is { } limit) timed.CancelAfter(new TimeSpan(limit));
        using (ITrafficProgram program = loaded.Program is VmProgram embedded ? new EmbeddedTraffic(embedded) : new KernelTraffic(loaded.Program))
        using (IPacketSink? sink = _out is null ? null : CaptureWriter.Create(_out))
        {
            run = new(spec, program, sink);
            using TrafficProgress line = new(progress, _capture, source as CaptureReader);
            try
            {
                run.Run(source, parsed.GetValue(options.Count), () => line.Show(run.Report), timed.Token);
            }
            catch (CaptureFormatException e)
            {
                damage = $"{_capture}: {e.Message}";
            }
        }

        run.Report.Lost = (source as PacketSocket)?.Lost ?? 0;
        string from = _capture ?? parsed.GetValue(options.Interface)!;
        if (output.IsJson) output.Json(json => TrafficView.WriteJson(json, spec, engine, from, _out, run.Report));
        else output.Text(TrafficView.Lines(spec, from, _out, run.Report));
        if (damage is null) return run.Report.Faults == 0 ? ExitCode.Success : ExitCode.Failure;
        output.Stream.Flush();
        throw new InputException(damage);
    }

    private static void CheckFit(string engine, ProgramSpec spec)
    {
        if (PacketVerdict.Meaning(spec, 0) is null)
            throw new UsageException($"Program {spec} is of type {spec.Type}, which decides about no packets.", "xdp, tc, tcx, action and socket programs do.");
        if (engine == EngineChoice.Kernel && spec.Type == ProgramType.SocketFilter)
            throw new UsageException("In test runs the kernel shows socket filters packets without their Ethernet headers.", "Leave out --engine kernel.");
    }

    private IPacketSource Open()
    {
        if (_capture is null) return PacketSocket.Open(parsed.GetValue(options.Interface)!);
        // Creating the output would empty the input before it is read.
        if (_out is not null && Path.GetFullPath(_out) == Path.GetFullPath(_capture))
            throw new UsageException("--out names the file that is read.", "Write to another one.");
        try
        {
            return CaptureReader.Open(_capture);
        }
        catch (CaptureFormatException e)
        {
            throw new InputException($"{_capture}: {e.Message}");
        }
    }
}
