using Waggle.Corpus.KernelTests;

namespace Waggle.Verifier.KernelTests.Agreement;

/// <summary>The rows of a list in tests/data/agreement: programs that are judged, or told of, in another way, each with the cause.</summary>
internal sealed class KnownDifferences
{
    private readonly Dictionary<(string File, string Program), bool> _rows = [];

    /// <summary>Whether there is a list.</summary>
    public static bool Exists(string name) => File.Exists(PathOf(name));

    /// <summary>Reads a list.</summary>
    public static KnownDifferences Read(string name)
    {
        KnownDifferences list = new();
        foreach (string line in File.ReadLines(PathOf(name)))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            string[] words = line.Split(':')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            list._rows.Add((words[^2], words[^1]), words[0] == "machine");
        }
        return list;
    }

    /// <summary>Whether a program may be judged in another way.</summary>
    public bool Contains(string file, string program) => _rows.ContainsKey((file, program));

    /// <summary>Whether it is, on every machine.</summary>
    public bool MustDiffer(string file, string program) => _rows.TryGetValue((file, program), out bool dependsOnMachine) && !dependsOnMachine;

    private static string PathOf(string name) => Path.Combine(Workshop.Root, "tests", "data", "agreement", $"{name}.txt");
}
