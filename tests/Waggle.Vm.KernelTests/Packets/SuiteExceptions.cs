using System.Runtime.CompilerServices;

namespace Waggle.Vm.KernelTests.Packets;

/// <summary>tests/data/agreement/not-compared.txt: the programs that can't be compared, each with the reason.</summary>
internal sealed class SuiteExceptions
{
    private readonly Dictionary<string, string> _programs = [];
    private readonly Dictionary<string, List<string>> _maps = [];

    public static SuiteExceptions Read([CallerFilePath] string thisFile = "")
    {
        SuiteExceptions exceptions = new();
        foreach (string line in File.ReadLines(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "data", "agreement", "not-compared.txt")))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            // "file program: reason", or "file program map NAME: reason" to leave a map out
            string[] parts = line.Split(": ", 2);
            Assert.True(parts.Length == 2 && parts[1].Length > 10, $"no reason: {line}");
            string[] words = parts[0].Split(' ');
            if (words is [var file, var program, "map", var map])
            {
                if (!exceptions._maps.TryGetValue($"{file} {program}", out List<string>? maps)) exceptions._maps.Add($"{file} {program}", maps = []);
                maps.Add(map);
            }
            else
            {
                exceptions._programs.Add(parts[0], parts[1]);
            }
        }

        return exceptions;
    }

    /// <summary>Programs that are not compared at all.</summary>
    public IReadOnlyDictionary<string, string> Programs => _programs;

    /// <summary>Maps whose content depends on more than the input.</summary>
    public IReadOnlyList<string> MapsOf(SuiteProgram program) => _maps.TryGetValue(program.Name, out List<string>? maps) ? maps : [];
}
