using System.Globalization;
using Waggle.Bpf.Catalog;

namespace Waggle.Testing.Comparisons;

/// <summary>What was seen of a scenario in one engine: texts by place, in order.</summary>
internal sealed class Observations
{
    private const int MostBytes = 64; // of a value that is printed whole

    private readonly List<string> _places = [];
    private readonly Dictionary<string, string> _texts = [];
    private readonly HashSet<string> _programs = [];
    private int _runs;

    /// <summary>The programs that the scenario used.</summary>
    internal IReadOnlySet<string> Programs => _programs;

    /// <summary>The places, in the order in which they were seen.</summary>
    internal IReadOnlyList<string> Places => _places;

    /// <summary>What was seen at a place; null if nothing was.</summary>
    internal string? At(string place) => _texts.GetValueOrDefault(place);

    internal void Add(string place, string text)
    {
        if (!_texts.TryAdd(place, text)) throw new InvalidOperationException($"'{place}' was seen twice.");
        _places.Add(place);
    }

    internal void AddProgram(string program) => _programs.Add(program);

    internal void AddRun(string program, ProgramType type, string returned, byte[] packet, byte[] context)
    {
        AddProgram(program);
        string name = $"run {++_runs}, {program}";
        Add($"{name}, returned", returned);
        if (packet.Length > 0) Add($"{name}, packet", Print(packet, int.MaxValue));
        foreach ((string field, int offset, int size) in ContextFields.Of(type))
        {
            if (offset + size <= context.Length) Add($"{name}, {field}", Print(context.AsSpan(offset, size)));
        }
    }

    /// <summary>Bytes as a person compares them: numbers as numbers.</summary>
    internal static string Print(ReadOnlySpan<byte> bytes, int most = MostBytes) => bytes.Length switch
    {
        1 => Number(bytes[0]),
        2 => Number(BitConverter.ToUInt16(bytes)),
        4 => Number(BitConverter.ToUInt32(bytes)),
        8 => Number(BitConverter.ToUInt64(bytes)),
        var length when length <= most => Convert.ToHexStringLower(bytes),
        var length => $"{Convert.ToHexStringLower(bytes[..most])}… ({length} bytes, SHA-256 {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes))[..16]})",
    };

    private static string Number(ulong value) => value < 10
        ? value.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{value} (0x{value:x})");
}
