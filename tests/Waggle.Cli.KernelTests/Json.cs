using System.Text.Json;

namespace Waggle.Cli.KernelTests;

/// <summary>NDJSON: every line is an object.</summary>
internal static class Json
{
    public static JsonElement[] Lines(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return [.. text.TrimEnd('\n').Split('\n').Select(line =>
        {
            using JsonDocument document = JsonDocument.Parse(line);
            Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
            return document.RootElement.Clone();
        })];
    }
}
