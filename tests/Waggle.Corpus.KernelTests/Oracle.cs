using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Waggle.Corpus.KernelTests;

/// <summary>libbpf's answers about one object: tests/corpus/oracle.c, read.</summary>
internal sealed partial class Oracle
{
    private Oracle(string path) => Path = path;

    public string Path { get; }

    /// <summary>Programs in libbpf's order, by name.</summary>
    public OrderedDictionary<string, Verdict> Programs { get; } = [];

    /// <summary>Section of each program.</summary>
    public Dictionary<string, string> Sections { get; } = [];

    /// <summary>Maps that were created or refused, in that order.</summary>
    public List<MapRequest> Maps { get; } = [];

    /// <summary>Why libbpf can't open the object; null if it can.</summary>
    public string? Unreadable { get; private set; }

    /// <summary>Loads every program of the object with libbpf, each on its own.</summary>
    /// <param name="path">The object.</param>
    /// <param name="types">File with the types that CO-RE is resolved against; null for those of the running kernel.</param>
    public static Oracle Ask(string path, string? types = null)
    {
        (int status, string output, string errors) = Workshop.Run(Workshop.OraclePath, types is null ? [path] : ["--btf", types, path]);
        if (status != 0) throw new InvalidOperationException($"The oracle failed on {path} ({status}): {errors}");

        var oracle = new Oracle(path);
        foreach (string line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var json = JsonDocument.Parse(line);
            oracle.Read(json.RootElement);
        }
        return oracle;
    }

    private void Read(JsonElement line)
    {
        if (line.TryGetProperty("map", out JsonElement name)) AddMap(line, name.GetString()!);
        else if (line.TryGetProperty("program", out name)) AddProgram(line, name.GetString()!);
        else Unreadable = line.GetProperty("complaint").GetString()!.Trim();
    }

    private void AddMap(JsonElement line, string name)
    {
        Maps.Add(ReadMap(line, name));
        int model = line.GetProperty("inner").GetInt32();
        if (model >= 0) Maps[model] = Maps[model] with { Name = MapRequest.ModelOf(name) };
    }

    private void AddProgram(JsonElement line, string name)
    {
        bool isAccepted = line.GetProperty("verdict").GetString() == "accepted";
        string reason = isAccepted ? "" : string.Create(CultureInfo.InvariantCulture,
            $"errno {line.GetProperty("errno").GetInt32()}, {line.GetProperty("complaint").GetString()!.Trim()} {line.GetProperty("log").GetString()!.Trim()}");
        ProgramRequest? request = line.TryGetProperty("sent", out JsonElement sent) ? ReadRequest(line, sent) : null;
        Match refused = request is null ? RefusedProgram().Match(reason) : Match.Empty;
        var verdict = new Verdict(isAccepted, reason, request) { RefusedInstead = refused.Success && refused.Groups[1].Value != name ? refused.Groups[1].Value : null };
        // Two static functions may have one name, in different sections: libbpf loads both.
        if (Programs.TryAdd(name, verdict)) Sections.Add(name, line.GetProperty("section").GetString()!);
    }

    private static ProgramRequest ReadRequest(JsonElement line, JsonElement sent) => new(
        sent.GetProperty("type").GetUInt32(),
        sent.GetProperty("attach").GetUInt32(),
        sent.GetProperty("flags").GetUInt32(),
        sent.GetProperty("target").GetUInt32(),
        sent.GetProperty("targetIn").GetString()!,
        Convert.FromHexString(line.GetProperty("instructions").GetString()!),
        [.. line.GetProperty("references").EnumerateArray().Select(static r => string.Create(CultureInfo.InvariantCulture,
            $"{r.GetProperty("index").GetInt32()} {r.GetProperty("kind").GetString()} {r.GetProperty("name").GetString()}"))]);

    private static MapRequest ReadMap(JsonElement line, string name) => new(
        name,
        line.GetProperty("type").GetUInt32(),
        line.GetProperty("key").GetUInt32(),
        line.GetProperty("value").GetUInt32(),
        line.GetProperty("entries").GetUInt32(),
        line.GetProperty("flags").GetUInt32(),
        line.GetProperty("extra").GetUInt64(),
        line.GetProperty("error").GetInt32() == 0);

    [GeneratedRegex("libbpf: prog '([^']+)': BPF program load failed")]
    private static partial Regex RefusedProgram();
}
