using System.Globalization;

namespace Waggle.Fuzz;

/// <summary>What one run does.</summary>
/// <param name="Sources">C files or objects to start from; empty for those of tests/data/c.</param>
/// <param name="Executions">How many inputs to try.</param>
/// <param name="Seed">Number that all choices follow from.</param>
/// <param name="First">Number of the first input: with <c>--executions 1</c> it makes one input again.</param>
/// <param name="Folder">Where inputs go that break a rule.</param>
internal sealed record FuzzOptions(IReadOnlyList<string> Sources, long Executions, ulong Seed, long First, string Folder)
{
    public const string Usage = """
        usage: dotnet run -c Release --project bench/Waggle.Fuzz -- [OPTIONS] [FILE.bpf.c | FILE.o]...

          --executions N   inputs to try (1,000,000)
          --seed N         number that all choices follow from (1)
          --first N        number of the first input (0): --first N --executions 1 makes one input again
          --folder FOLDER  where inputs go that break a rule (artifacts/fuzz)

        Without files, the programs of tests/data/c are compiled with clang-19.
        """;

    public static FuzzOptions Parse(string[] arguments)
    {
        var options = new FuzzOptions([], 1_000_000, 1, 0, Path.Combine("artifacts", "fuzz"));
        List<string> sources = [];
        for (int i = 0; i < arguments.Length; i++)
        {
            options = arguments[i] switch
            {
                "--executions" => options with { Executions = long.Parse(Value(), CultureInfo.InvariantCulture) },
                "--seed" => options with { Seed = ulong.Parse(Value(), CultureInfo.InvariantCulture) },
                "--first" => options with { First = long.Parse(Value(), CultureInfo.InvariantCulture) },
                "--folder" => options with { Folder = Value() },
                _ when arguments[i].StartsWith('-') => throw new ArgumentException($"There is no option {arguments[i]}."),
                _ => Add(arguments[i]),
            };

            string Value() => ++i < arguments.Length ? arguments[i] : throw new ArgumentException($"{arguments[i - 1]} takes a value.");

            FuzzOptions Add(string source)
            {
                sources.Add(source);
                return options;
            }
        }
        return options with { Sources = sources };
    }
}
