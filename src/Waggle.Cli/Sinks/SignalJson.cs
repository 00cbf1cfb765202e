using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Waggle.Agent.Diagnosis;
using Waggle.Agent.Signals;
using Waggle.Linux.Features;

namespace Waggle.Cli.Sinks;

/// <summary>How signals are written as JSON: names in snake_case, times as RFC 3339. Generated at build time, for a fast start.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ExecSignal))]
[JsonSerializable(typeof(ExitSignal))]
[JsonSerializable(typeof(OpenSignal))]
[JsonSerializable(typeof(ConnectSignal))]
[JsonSerializable(typeof(MachineReport))]
[JsonSerializable(typeof(MachineDiagnosis))]
[JsonSerializable(typeof(CheckedProgram))]
internal sealed partial class SignalJson : JsonSerializerContext
{
    /// <summary>The context to use.</summary>
    /// <remarks>The relaxed encoder leaves quotes and accents readable; the output is not for embedding into HTML.</remarks>
    public static SignalJson Lines { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new EventTimeConverter(), new JsonStringEnumConverter<Availability>(JsonNamingPolicy.SnakeCaseLower) },
    });
}
