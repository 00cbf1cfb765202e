using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Waggle.Corpus.KernelTests;

/// <summary>libbpf, the oracle and the objects, as tests/corpus/build makes them.</summary>
internal static class Workshop
{
    /// <summary>Set by <c>./test --selftests</c>.</summary>
    private const string SelftestsSwitch = "WAGGLE_SELFTESTS";

    private static readonly Lazy<string?> s_corpus = new(() => Build("corpus"));
    private static readonly Lazy<string?> s_selftests = new(() => Build("selftests"));

    /// <summary>Why the corpus can't be loaded here; null if it can.</summary>
    public static string? CorpusProblem => MachineProblem ?? s_corpus.Value;

    /// <summary>Why the kernel's own test programs can't be loaded here; null if they can.</summary>
    public static string? SelftestsProblem => MachineProblem
        ?? (Environment.GetEnvironmentVariable(SelftestsSwitch) == "1" ? s_selftests.Value : "takes minutes: ./test --selftests runs it");

    public static string CorpusFolder => Path.Combine(Root, "artifacts", "corpus");

    public static string SelftestsFolder => Path.Combine(Root, "artifacts", "selftests");

    public static string OraclePath => Path.Combine(Root, "artifacts", "libbpf", "oracle");

    public static string Root { get; } = FindRoot();

    private static string? MachineProblem =>
        !OperatingSystem.IsLinux() ? "needs Linux" : !Environment.IsPrivilegedProcess ? "needs root" : null;

    /// <summary>Paths of the objects in a folder, in order of name.</summary>
    public static string[] ObjectsIn(string folder) =>
        Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.o").Order(StringComparer.Ordinal)] : [];

    /// <summary>Their names.</summary>
    public static string[] NamesIn(string folder) => [.. ObjectsIn(folder).Select(static p => Path.GetFileNameWithoutExtension(p))];

    private static string? Build(string what)
    {
        (int status, string output, string errors) = Run("bash", Path.Combine(Root, "tests", "corpus", "build"), what);
        return status == 0 ? null : $"tests/corpus/build {what} failed: {output}{errors}";
    }

    public static (int Status, string Output, string Errors) Run(string command, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(command, words) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.GetAwaiter().GetResult());
    }

    private static string FindRoot([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));
}
