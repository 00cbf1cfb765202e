using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Waggle.Cli.Sinks;

/// <summary>Writes one JSON object a line (NDJSON).</summary>
internal sealed class JsonLineSink<TSignal>(Stream output, JsonTypeInfo<TSignal> type) : ISignalSink<TSignal>, IDisposable
{
    private readonly Utf8JsonWriter _writer = new(output, new JsonWriterOptions
    {
        Encoder = type.Options.Encoder,
        SkipValidation = true,
    });

    public void Write(TSignal signal)
    {
        JsonSerializer.Serialize(_writer, signal, type);
        _writer.Flush(); // into the buffer of the output
        _writer.Reset();
        output.WriteByte((byte)'\n');
    }

    public void Flush() => output.Flush();

    public void Dispose() => _writer.Dispose();
}
