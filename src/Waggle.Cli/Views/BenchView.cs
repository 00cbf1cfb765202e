using System.Globalization;
using System.Text.Json;
using Waggle.Bpf.Objects;
using Waggle.Cli.Engines;

namespace Waggle.Cli.Views;

/// <summary>Times of a program in each engine, as a table and as JSON.</summary>
internal static class BenchView
{
    /// <summary>A heading and a row for each engine.</summary>
    /// <param name="spec">The program.</param>
    /// <param name="results">At least one.</param>
    /// <param name="kernelMinimum">The kernel's best time; null if it was not asked.</param>
    public static List<Line> Table(ProgramSpec spec, List<EngineResult> results, double? kernelMinimum)
    {
        Table table = new("PROGRAM", "ENGINE", ">MIN", ">MEDIAN", ">P99", ">COMPILE", ">TO KERNEL", ">RETURNED", "");
        foreach (EngineResult result in results)
        {
            table.Add(
                (spec.Name, Palette.Name), (result.Engine, Palette.Plain), (Quantity.Time(result.Times.Minimum), Palette.Plain),
                (Quantity.Time(result.Times.Median), Palette.Plain), (Quantity.Time(result.Times.P99), Palette.Plain),
                (Quantity.Time(result.CompileMilliseconds * 1e6), Palette.Plain),
                (Ratio(result, kernelMinimum)?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-", Palette.Plain),
                (result.Outcome.ReturnValue.ToString(CultureInfo.InvariantCulture), Palette.Plain),
                result.Outcome.IsSameAs(results[0].Outcome) ? ("", Palette.Plain) : ($"not as {results[0].Engine}", Palette.Bad));
        }

        return table.Lines();
    }

    /// <summary>The members of an object for one engine.</summary>
    public static void WriteJson(Utf8JsonWriter json, ProgramSpec spec, EngineResult result, double? kernelMinimum)
    {
        json.WriteString("program", spec.Name);
        json.WriteString("engine", result.Engine);
        json.WriteNumber("min_ns", Math.Round(result.Times.Minimum, 1));
        json.WriteNumber("median_ns", Math.Round(result.Times.Median, 1));
        json.WriteNumber("p99_ns", Math.Round(result.Times.P99, 1));
        json.WriteNumber("compile_ms", Math.Round(result.CompileMilliseconds, 3));
        if (Ratio(result, kernelMinimum) is { } ratio) json.WriteNumber("ratio_to_kernel", Math.Round(ratio, 4));
        else json.WriteNull("ratio_to_kernel");
        json.WriteNumber("retval", result.Outcome.ReturnValue);
        json.WriteString("packet_sha256", result.Outcome.PacketHash);
    }

    // The kernel counts whole nanoseconds: 0 is possible, and no ratio then.
    private static double? Ratio(EngineResult result, double? kernelMinimum) => kernelMinimum > 0 ? result.Times.Minimum / kernelMinimum : null;
}
