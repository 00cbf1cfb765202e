using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Waggle.Vm.Tests.Isa;

/// <summary>Reads a file of cases; tests/data/isa/README.md has the form.</summary>
internal static partial class IsaFile
{
    private const int OperandSize = 8;

    public static IEnumerable<IsaCase> Read(string path)
    {
        string file = Path.GetFileNameWithoutExtension(path), title = "";
        List<string> code = [];
        string[]? columns = null;
        string? refused = null;
        int row = 0;
        foreach (string line in File.ReadLines(path))
        {
            switch (line)
            {
                case "" or ['#', ' ', ..] or "#":
                    break;
                case ['#', '#', ..]:
                    (title, columns, refused, row) = (line[3..], null, null, 0);
                    code.Clear();
                    break;
                case [' ', ..] or [.., ':']:
                    AddStatement(code, line);
                    break;
                case ['!', ..]:
                    refused = line[2..];
                    break;
                default:
                    (string left, string right) = line.Split("=>") is [var before, var after] ? (before, after) : throw Wrong(line);
                    string[] values = left.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                    if (columns is null && right == " r0")
                    {
                        columns = values;
                        break;
                    }

                    if (values.Length != (columns?.Length ?? 0)) throw Wrong(line);
                    var given = new Dictionary<string, string>((columns ?? []).Zip(values, KeyValuePair.Create));
                    IsaCase form = Make(code, given, right, refused, isLoaded: false) with { Block = $"{file}: {title}", Row = $"row {++row}" };
                    yield return form;
                    if (code.Exists(HasOperand) && !form.IsPacket)
                        yield return Make(code, given, right, refused, isLoaded: true) with { Block = form.Block, Row = form.Row + ", loaded" };
                    break;
            }
        }

        FormatException Wrong(string line) => new($"{path}: cannot read '{line}'.");
    }

    private static bool HasOperand(string statement) => OperandLoad.IsMatch(statement);

    private static void AddStatement(List<string> code, string line)
    {
        if (line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries) is ["@repeat", var count, var statement])
            code.AddRange(Enumerable.Repeat(statement, int.Parse(count, CultureInfo.InvariantCulture)));
        else
            code.Add(line.Trim());
    }

    private static IsaCase Make(List<string> code, Dictionary<string, string> given, string right, string? refused, bool isLoaded)
    {
        bool isPacket = given.TryGetValue("packet", out string? bytes);
        byte[] memory = Convert.FromHexString(bytes ?? given.GetValueOrDefault("memory", ""));

        string[] parts = right.Split('!', 2, StringSplitOptions.TrimEntries);
        if (parts.Length == 2) refused = parts[1];
        string[] words = parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string? fault = words[0] == "fault" ? words[1] : null;
        ulong result = fault is null ? Number(words[0]) : 0;
        byte[] memoryAfter = Array.IndexOf(words, "memory", fault is null ? 1 : 2) is > 0 and var at ? Convert.FromHexString(words[at + 1]) : memory;
        if (fault is not null) refused ??= "a checked run ends with a fault";

        byte[] operands = [];
        string text = isLoaded ? WithLoads(code, given, (memory.Length + OperandSize - 1) / OperandSize * OperandSize, out operands) : WithNumbers(code, given);
        return new("", "", text, Join(memory), isPacket, result, Join(memoryAfter), fault, refused);

        ImmutableArray<byte> Join(byte[] before) =>
            operands.Length == 0 ? [.. before] : [.. before, .. new byte[(OperandSize - before.Length % OperandSize) % OperandSize], .. operands];
    }

    private static string WithNumbers(List<string> code, Dictionary<string, string> given)
    {
        StringBuilder text = new();
        foreach (string statement in code)
            text.AppendLine(Fill(statement, given) + (HasOperand(statement) ? " ll" : ""));
        return text.ToString();
    }

    /// <summary>The program with its operands in memory. They are loaded first, and r1, which points there, last of all.</summary>
    private static string WithLoads(List<string> code, Dictionary<string, string> given, int offset, out byte[] operands)
    {
        StringBuilder loads = new(), rest = new();
        string last = "";
        List<byte> bytes = [];
        foreach (string statement in code)
        {
            Match operand = OperandLoad.Match(statement);
            if (!operand.Success)
            {
                rest.AppendLine(Fill(statement, given));
                continue;
            }

            string register = Fill(operand.Groups["register"].Value, given);
            string load = string.Create(CultureInfo.InvariantCulture, $"{register} = *(u64 *)(r1 +{offset + bytes.Count})\n");
            if (register == "r1") last = load;
            else loads.Append(load);
            bytes.AddRange(BitConverter.GetBytes(Number(given[operand.Groups["column"].Value])));
        }

        operands = [.. bytes];
        return $"{loads}{last}{rest}";
    }

    private static string Fill(string statement, Dictionary<string, string> given) => Placeholder.Replace(
        statement, match => ((long)Number(given[match.Groups["column"].Value])).ToString(CultureInfo.InvariantCulture));

    private static ulong Number(string text) => text.StartsWith("0x", StringComparison.Ordinal)
        ? ulong.Parse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
        : (ulong)long.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\$(?<column>[a-z]+)")]
    private static partial Regex Placeholder { get; }

    [GeneratedRegex(@"^(?<register>r[0-9]|r\$[a-z]) = \$(?<column>[a-z]+)$")]
    private static partial Regex OperandLoad { get; }
}
