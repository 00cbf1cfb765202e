using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Waggle.Cli.Sinks;
using Waggle.Cli.Views;

namespace Waggle.Cli.Commands;

/// <summary>Where a command about kernel objects writes: lines with colours for people, a JSON object a line for scripts.</summary>
internal sealed class CommandOutput(Stream stream, bool isJson, bool isTerminal) : IDisposable
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public bool IsJson => isJson;

    public Stream Stream => stream;

    /// <summary>Writes one JSON object on a line of its own.</summary>
    /// <param name="write">Writes what is in the object.</param>
    public void Json(Action<Utf8JsonWriter> write) => JsonLine(json =>
    {
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
    });

    /// <summary>Writes one JSON value on a line of its own.</summary>
    /// <param name="write">Writes the value.</param>
    public void JsonLine(Action<Utf8JsonWriter> write)
    {
        using (Utf8JsonWriter json = new(stream, s_options)) write(json);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>A value as JSON on one line, for text output.</summary>
    public static string ToJson(Action<Utf8JsonWriter> write)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text, s_options)) write(json);
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    public void Text(IReadOnlyList<Line> lines)
    {
        Frame frame = new(lines);
        if (isTerminal) Spectre.Console.AnsiConsole.Write(frame);
        else TextOutput.Write(stream, frame.ToText());
    }

    public void Text(string line) => TextOutput.Write(stream, [SafeText.Clean(line)]);

    /// <summary>Says what was done: a sentence for people, an object for scripts.</summary>
    public void Done(string sentence, Action<Utf8JsonWriter> json)
    {
        if (isJson) Json(json);
        else Text(sentence);
    }

    public void Dispose() => stream.Flush();
}
