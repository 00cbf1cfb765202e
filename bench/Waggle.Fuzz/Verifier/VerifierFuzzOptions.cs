using System.Globalization;

namespace Waggle.Fuzz.Verifier;

/// <summary>What one run does.</summary>
/// <param name="Count">Programs to try.</param>
/// <param name="Seed">Number that all choices follow from.</param>
/// <param name="First">Number of the first program.</param>
/// <param name="Inputs">Runs of each program that is accepted.</param>
/// <param name="Threads">Programs tried at once.</param>
/// <param name="Kernel">Whether the running kernel is asked, too.</param>
/// <param name="Folder">Where programs go that break a rule.</param>
/// <param name="Objects">Where compiled objects are, whose programs are changed and tried, too; "" for none.</param>
/// <param name="Features">Whether to print in how many programs each feature occurs.</param>
/// <param name="Proved">One in how many programs is compiled and run by its proof, too; 0 for none.</param>
internal sealed record VerifierFuzzOptions(long Count, ulong Seed, long First, int Inputs, int Threads, bool Kernel, string Folder, string Objects, bool Features, int Proved)
{
    public const string Usage = """
        usage: dotnet run -c Release --project bench/Waggle.Fuzz -- verifier [OPTIONS]

          --count N        programs to try (100,000)
          --seed N         number that all choices follow from (1)
          --first N        number of the first program (0): --first N --count 1 makes one again
          --inputs N       runs of each program that is accepted (3)
          --threads N      programs tried at once (one for each processor)
          --objects FOLDER compiled objects, whose programs are changed and tried, too: one in eight (artifacts/corpus, if it is there)
          --proved N       compile one in N of the accepted programs and run it by its proof, without checks: it must do what it
                           does in the interpreter with all checks (64; 0 for none)
          --features       print at the end in how many programs each feature occurs
          --kernel         ask the running kernel, too (needs root)
          --folder FOLDER  where programs go that break a rule (artifacts/fuzz)

        Each accepted program runs with every step compared: what it has must lie in a state that the verifier went through.
        With --kernel: what the kernel refuses and we take is a finding; what it takes and we refuse is counted.
        """;

    public static VerifierFuzzOptions Parse(ReadOnlySpan<string> arguments)
    {
        VerifierFuzzOptions options = new(100_000, 1, 0, 3, Environment.ProcessorCount, false, Path.Combine("artifacts", "fuzz"), Path.Combine("artifacts", "corpus"), false, 64);
        for (int i = 0; i < arguments.Length; i++)
        {
            string name = arguments[i];
            if (name == "--kernel")
            {
                options = options with { Kernel = true };
                continue;
            }

            if (name == "--features")
            {
                options = options with { Features = true };
                continue;
            }

            string value = ++i < arguments.Length ? arguments[i] : throw new ArgumentException($"{name} takes a value.");
            options = name switch
            {
                "--count" => options with { Count = Number(value) },
                "--seed" => options with { Seed = (ulong)Number(value) },
                "--first" => options with { First = Number(value) },
                "--inputs" => options with { Inputs = (int)Number(value) },
                "--threads" => options with { Threads = Math.Max((int)Number(value), 1) },
                "--objects" => options with { Objects = value },
                "--proved" => options with { Proved = (int)Number(value) },
                "--folder" => options with { Folder = value },
                _ => throw new ArgumentException($"There is no option {name}."),
            };
        }

        return options;

        static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
    }
}
