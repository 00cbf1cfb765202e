using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Waggle.Linux.KernelTests;

/// <summary>bpftool, the truth that we did not write; a test without it is skipped.</summary>
internal static class Bpftool
{
    public static JsonElement Run(params string[] arguments)
    {
        string? tool = (Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/sbin").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, "bpftool")).FirstOrDefault(File.Exists);
        if (tool is null) Assert.Skip("bpftool is not installed");

        using var process = Process.Start(new ProcessStartInfo(tool, ["--json", .. arguments]) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        using var document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }

    /// <summary>The elements of a map without BTF, as bytes in hexadecimal: key to value.</summary>
    public static SortedDictionary<string, string> DumpMap(uint id)
    {
        var result = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonElement element in Run("map", "dump", "id", id.ToString(CultureInfo.InvariantCulture)).EnumerateArray())
            result.Add(Hex(element.GetProperty("key")), element.TryGetProperty("value", out JsonElement value) ? Hex(value) : PerCpu(element));
        return result;
    }

    private static string PerCpu(JsonElement element) =>
        string.Join('|', element.GetProperty("values").EnumerateArray().Select(v => Hex(v.GetProperty("value"))));

    // ["0x01","0x00"]
    private static string Hex(JsonElement bytes) => string.Concat(bytes.EnumerateArray().Select(b => b.GetString()![2..]));
}
