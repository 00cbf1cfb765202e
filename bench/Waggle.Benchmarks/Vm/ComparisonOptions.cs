using System.Globalization;

namespace Waggle.Benchmarks.Vm;

/// <summary>What one comparison does.</summary>
/// <param name="Cpu">Instruction set that clang compiles for.</param>
/// <param name="Filter">Part of the names of the programs; null for all.</param>
/// <param name="Rounds">Rounds of some 2 ms for each program and engine.</param>
/// <param name="JsonFile">Where a JSON object goes for each program and engine; null for none.</param>
internal sealed record ComparisonOptions(string Cpu, string? Filter, int Rounds, string? JsonFile)
{
    public static ComparisonOptions Parse(string[] arguments)
    {
        var options = new ComparisonOptions("v3", null, 25, null);
        for (int i = 0; i < arguments.Length; i++)
        {
            options = arguments[i] switch
            {
                "--cpu" => options with { Cpu = Value() },
                "--filter" => options with { Filter = Value() },
                "--rounds" => options with { Rounds = int.Parse(Value(), CultureInfo.InvariantCulture) },
                "--json" => options with { JsonFile = Value() },
                _ => throw new ArgumentException($"There is no option {arguments[i]}; there are --cpu, --filter, --rounds and --json."),
            };

            string Value() => ++i < arguments.Length ? arguments[i] : throw new ArgumentException($"{arguments[i - 1]} takes a value.");
        }

        return options;
    }
}
