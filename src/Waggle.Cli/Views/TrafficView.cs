using System.Text.Json;
using Waggle.Bpf.Objects;
using Waggle.Cli.Engines;
using Waggle.Vm.Packets;

namespace Waggle.Cli.Views;

/// <summary>What became of packets, as a table and as JSON.</summary>
internal static class TrafficView
{
    public static List<Line> Lines(ProgramSpec spec, string from, string? to, TrafficReport report)
    {
        List<Line> lines =
        [
            new Line().Add(spec.Name, Palette.Name).Add($" on {from}: {Describe(report.In)}, average time of a run: {Quantity.Time(report.AverageNanoseconds)}"),
        ];
        if (report.In.Packets > 0)
        {
            Table table = new("VERDICT", ">PACKETS", ">BYTES", "RETURNED");
            foreach ((PacketVerdictKind kind, uint? value, PacketCount count) in report.Verdicts)
            {
                table.Add(
                    (NameOf(kind), kind == PacketVerdictKind.Abort ? Palette.Bad : Palette.Plain), (Quantity.Count((ulong)count.Packets), Palette.Plain),
                    (Quantity.Count((ulong)count.Bytes), Palette.Plain), (value is { } number ? ReturnNames.Of(spec.Type, number) ?? $"{(int)number}" : "", Palette.Quiet));
            }

            lines.AddRange(table.Lines());
        }

        if (to is not null) lines.Add(new Line().Add($"Wrote {Describe(report.Out)} to {to}, {Quantity.Count((ulong)report.Changed)} of them changed."));
        else if (report.Changed > 0) lines.Add(new Line().Add($"{Quantity.Count((ulong)report.Changed, "packet was", "packets were")} changed."));
        if (report.Lost > 0) lines.Add(new Line().Add($"{Quantity.Count((ulong)report.Lost, "packet", "packets")} came faster than they were read, and were lost.", Palette.Bad));
        if (report.FirstFault is { } fault) lines.Add(new Line().Add($"{Quantity.Count((ulong)report.Faults, "run", "runs")} broke a rule, first: {fault}", Palette.Bad));
        return lines;
    }

    public static void WriteJson(Utf8JsonWriter json, ProgramSpec spec, string engine, string from, string? to, TrafficReport report)
    {
        json.WriteString("program", spec.Name);
        json.WriteString("section", spec.Section);
        json.WriteString("engine", engine);
        json.WriteString("source", from);
        json.WriteNumber("packets_in", report.In.Packets);
        json.WriteNumber("bytes_in", report.In.Bytes);
        json.WriteNumber("packets_out", report.Out.Packets);
        json.WriteNumber("bytes_out", report.Out.Bytes);
        json.WriteNumber("packets_changed", report.Changed);
        json.WriteNumber("packets_lost", report.Lost);
        json.WriteStartArray("verdicts");
        foreach ((PacketVerdictKind kind, uint? value, PacketCount count) in report.Verdicts)
        {
            json.WriteStartObject();
            json.WriteString("verdict", NameOf(kind));
            if (value is { } number)
            {
                json.WriteNumber("retval", number);
                if (ReturnNames.Of(spec.Type, number) is { } name) json.WriteString("retval_name", name);
            }

            json.WriteNumber("packets", count.Packets);
            json.WriteNumber("bytes", count.Bytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("average_ns", Math.Round(report.AverageNanoseconds, 1));
        json.WriteNumber("faults", report.Faults);
        if (report.FirstFault is { } fault) json.WriteString("first_fault", fault);
        if (to is not null) json.WriteString("out", to);
    }

    private static string Describe(PacketCount count) => $"{Quantity.Count((ulong)count.Packets, "packet", "packets")}, {Quantity.Bytes((ulong)count.Bytes)}";

    private static string NameOf(PacketVerdictKind kind) => kind switch
    {
        PacketVerdictKind.Pass => "pass",
        PacketVerdictKind.Drop => "drop",
        PacketVerdictKind.Transmit => "transmit",
        PacketVerdictKind.Redirect => "redirect",
        _ => "abort",
    };
}
