namespace Waggle.Corpus.KernelTests;

/// <summary>CO-RE against the types of kernels that do not run here: the instructions must be those that libbpf makes of the same file.</summary>
public class ForeignKernelTests
{
    private const string None = "(none)";

    /// <summary>Set by tests/guests/suites.</summary>
    private const string Guest = "WAGGLE_GUEST";

    // What the corpus has of relocations, or the comparison would say nothing.
    private const int FewestOtherwise = 20;

    private static string? Problem => Environment.GetEnvironmentVariable(Guest) is null ? Workshop.CorpusProblem
        : "compared on the host: which kernel runs makes no difference";

    public static TheoryData<string> Kernels => [.. ForeignKernel.Versions];

    // Names only: loading is left to the tests, which may not be asked for.
    public static TheoryData<string, string> Files => ForeignKernel.WithEachOf(Problem is null ? Workshop.NamesIn(Workshop.CorpusFolder) : [None]);

    [Theory, MemberData(nameof(Files))]
    public void Load_FileForAnotherKernel_IsFittedAsByLibbpf(string kernel, string file)
    {
        if (Problem is { } problem) Assert.Skip(problem);

        string[] differences = Loads.OfCorpusFor(kernel).Require(file).Differences;

        Assert.True(differences.Length == 0, string.Join('\n', differences));
    }

    [Theory, MemberData(nameof(Kernels))]
    public void Corpus_InstructionsForAnotherKernel_AreNotThoseForThisOne(string kernel)
    {
        if (Problem is { } problem) Assert.Skip(problem);
        Loads foreign = Loads.OfCorpusFor(kernel), running = Loads.OfCorpus;
        if (foreign.Problem is { } refusal) Assert.Skip(refusal);

        int otherwise = foreign.Programs.Count(p => InstructionsOf(p.Comparison, p.Program) is { } fitted
            && InstructionsOf(running.Files[p.File], p.Program) is { } here && !fitted.AsSpan().SequenceEqual(here));

        Counts.Write($"corpus-{kernel}", $"corpus with the types of {kernel}: {foreign.Describe()}; {otherwise} have other instructions than for this kernel");
        Assert.True(otherwise >= FewestOtherwise, $"only {otherwise} programs differ from those for this kernel");
    }

    private static byte[]? InstructionsOf(Comparison loads, string program) => loads.Programs[program].Request?.Instructions;
}
