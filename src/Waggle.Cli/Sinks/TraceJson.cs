using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Waggle.Trace.Generation;
using Waggle.Trace.Running;

namespace Waggle.Cli.Sinks;

/// <summary>Writes what an expression asks for as NDJSON: <c>{"type":"print",…}</c> and <c>{"type":"map",…}</c>.</summary>
internal sealed class TraceJson(Stream output) : ITraceOutput, IDisposable
{
    private readonly Utf8JsonWriter _json = new(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public void Print(string text, ImmutableArray<object> values)
    {
        _json.WriteStartObject();
        _json.WriteString("type", "print");
        _json.WriteString("text", text);
        WriteAll("values", values);
        End();
    }

    public void Print(MapReport map)
    {
        _json.WriteStartObject();
        _json.WriteString("type", "map");
        _json.WriteString("map", map.Map.Name);
        _json.WriteString("kind", map.Map.Kind.ToString().ToLowerInvariant());
        _json.WriteStartArray("rows");
        foreach (MapRow row in map.Rows)
        {
            _json.WriteStartObject();
            WriteAll("key", row.Key);
            _json.WritePropertyName("value");
            Write(map.Map, row.Value);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        End();
    }

    public void Flush() => output.Flush();

    public void Dispose() => _json.Dispose();

    private void End()
    {
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        output.WriteByte((byte)'\n');
    }

    private void WriteAll(string name, ImmutableArray<object> values)
    {
        _json.WriteStartArray(name);
        foreach (object value in values) Write(value);
        _json.WriteEndArray();
    }

    private void Write(ScriptMap map, object value)
    {
        if (value is AggregateReport numbers)
        {
            switch (map.Kind)
            {
                case MapKind.Avg:
                    _json.WriteNumberValue(numbers.Mean);
                    break;
                case MapKind.Min:
                    _json.WriteNumberValue(numbers.Least);
                    break;
                case MapKind.Max:
                    _json.WriteNumberValue(numbers.Greatest);
                    break;
                case MapKind.Sum:
                    _json.WriteNumberValue(numbers.Sum);
                    break;
                default:
                    _json.WriteStartObject();
                    _json.WriteNumber("count", numbers.Count);
                    _json.WriteNumber("avg", numbers.Mean);
                    _json.WriteNumber("sum", numbers.Sum);
                    _json.WriteNumber("min", numbers.Least);
                    _json.WriteNumber("max", numbers.Greatest);
                    _json.WriteEndObject();
                    break;
            }

            return;
        }

        Write(value);
    }

    private void Write(object value)
    {
        switch (value)
        {
            case long number:
                _json.WriteNumberValue(number);
                break;
            case ulong number:
                _json.WriteNumberValue(number);
                break;
            case bool truth:
                _json.WriteBooleanValue(truth);
                break;
            case StackFrames stack:
                _json.WriteStartArray();
                foreach (string frame in stack.Frames) _json.WriteStringValue(frame);
                _json.WriteEndArray();
                break;
            case ImmutableArray<HistogramBucket> buckets:
                _json.WriteStartArray();
                foreach (HistogramBucket bucket in buckets) Write(bucket);
                _json.WriteEndArray();
                break;
            default:
                _json.WriteStringValue((string)value);
                break;
        }
    }

    private void Write(HistogramBucket bucket)
    {
        _json.WriteStartObject();
        if (bucket.From is { } from) _json.WriteNumber("from", from);
        if (bucket.To is { } to) _json.WriteNumber("to", to);
        _json.WriteNumber("count", bucket.Count);
        _json.WriteEndObject();
    }
}
