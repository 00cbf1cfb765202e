using System.Globalization;

namespace Waggle.Fuzz.Vm;

/// <summary>What one run does.</summary>
/// <param name="Count">Programs to try.</param>
/// <param name="Seed">Number that all choices follow from.</param>
/// <param name="First">Number of the first program.</param>
/// <param name="Jit">Whether they are compiled, too.</param>
/// <param name="Kernel">Whether those that might be accepted are shown to the kernel.</param>
/// <param name="Safe">Programs in 100 that are of the kind that the kernel accepts.</param>
/// <param name="Folder">Where programs go that break a rule.</param>
internal sealed record VmFuzzOptions(long Count, ulong Seed, long First, bool Jit, bool Kernel, int Safe, string Folder)
{
    public const string Usage = """
        usage: dotnet run -c Release --project bench/Waggle.Fuzz -- vm [OPTIONS]

          --count N        programs to try (100,000)
          --seed N         number that all choices follow from (1)
          --first N        number of the first program (0): --first N --count 1 makes one again
          --engine LIST    interpreter, jit, kernel (interpreter,jit)
          --safe PERCENT   how many are of the kind that the kernel accepts (50)
          --folder FOLDER  where programs go that break a rule (artifacts/fuzz)

        interpreter alone: each must end, without a write outside its memory. With jit: both must agree on result, memory and fault.
        With kernel (needs root): what it accepts must give the same there, and in both engines without checks.
        """;

    public static VmFuzzOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new VmFuzzOptions(100_000, 1, 0, true, false, 50, Path.Combine("artifacts", "fuzz"));
        for (int i = 0; i < arguments.Length; i += 2)
        {
            string name = arguments[i], value = i + 1 < arguments.Length ? arguments[i + 1] : throw new ArgumentException($"{name} takes a value.");
            options = name switch
            {
                "--count" => options with { Count = Number(value) },
                "--seed" => options with { Seed = (ulong)Number(value) },
                "--first" => options with { First = Number(value) },
                "--safe" => options with { Safe = (int)Number(value) },
                "--folder" => options with { Folder = value },
                "--engine" => options with { Jit = value.Contains("jit", StringComparison.Ordinal), Kernel = value.Contains("kernel", StringComparison.Ordinal) },
                _ => throw new ArgumentException($"There is no option {name}."),
            };
        }

        return options;

        static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
    }
}
