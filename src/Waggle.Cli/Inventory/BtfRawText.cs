using System.Globalization;
using System.Text;
using System.Text.Json;
using Waggle.Bpf.Types;

namespace Waggle.Cli.Inventory;

/// <summary>A type as <c>bpftool btf dump format raw</c> prints it: "[7] STRUCT 'point' size=4 vlen=2", and a line for each member.</summary>
internal static class BtfRawText
{
    public static string Format(int id, BtfType type)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes)) BtfJsonWriter.Write(json, id, type);
        // The same facts under the same names, so that there is one list of them.
        using JsonDocument facts = JsonDocument.Parse(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
        StringBuilder text = new();
        foreach (JsonProperty fact in facts.RootElement.EnumerateObject()) Add(text, fact);
        return text.ToString();
    }

    private static void Add(StringBuilder text, JsonProperty fact)
    {
        switch (fact.Name)
        {
            case "id":
                text.Append(CultureInfo.InvariantCulture, $"[{fact.Value}]");
                break;
            case "kind":
                text.Append(CultureInfo.InvariantCulture, $" {fact.Value}");
                break;
            case "name":
                text.Append(CultureInfo.InvariantCulture, $" '{fact.Value}'");
                break;
            case var _ when fact.Value.ValueKind == JsonValueKind.Array:
                foreach (JsonElement item in fact.Value.EnumerateArray())
                    text.Append("\n\t").AppendJoin(' ', item.EnumerateObject().Select(f => f.Name == "name" ? $"'{f.Value}'" : $"{f.Name}={f.Value}"));
                break;
            default:
                text.Append(CultureInfo.InvariantCulture, $" {fact.Name}={fact.Value}");
                break;
        }
    }
}
