using System.Text.Json;
using System.Text.Json.Serialization;
using Waggle.Agent.Signals;

namespace Waggle.Cli.Sinks;

/// <summary>Writes a time as RFC 3339 with nanoseconds.</summary>
internal sealed class EventTimeConverter : JsonConverter<EventTime>
{
    public override EventTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Signals are written, not read.");

    public override void Write(Utf8JsonWriter writer, EventTime value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
