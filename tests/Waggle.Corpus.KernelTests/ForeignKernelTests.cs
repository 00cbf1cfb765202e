namespace Waggle.Corpus.KernelTests;

/// <summary>CO-RE against the types of kernels that do not run here: the instructions must be those that libbpf makes of the same file.</summary>
public class ForeignKernelTests
{
    private const string None = "(none)";

    /// <summary>Set by tests/guests/suites.</summary>
    private const string Guest = "WAGGLE_GUEST";

    // What the corpus has of relocations, or the comparison would say nothing.
    private const int FewestOtherwise = 20;

    public static TheoryData<string> Kernels => [.. ForeignKernel.Versions];

    // Names only: loading is left to the tests, which may not be asked for.
    public static TheoryData<string, string> Files()
    {
        string[] files = Workshop.CorpusProblem is not null ? [None] : [.. Workshop.ObjectsIn(Workshop.CorpusFolder).Select(static p => Path.GetFileNameWithoutExtension(p))];
        TheoryData<string, string> rows = [];
        foreach (string kernel in ForeignKernel.Versions)
        {
            foreach (string file in files) rows.Add(kernel, file);
        }
        return rows;
    }

    [Theory, MemberData(nameof(Files))]
    public void Load_FileForAnotherKernel_IsFittedAsByLibbpf(string kernel, string file)
    {
        Comparison comparison = Require(kernel).Files[file];

        string[] differences =
        [
            .. from program in comparison.Oracle.Programs.Keys
               let difference = comparison.DifferenceOf(program)
               where difference is not null && KnownDifferences.ReasonFor($"corpus/{file}/{program}") is null
               select $"{program}: {difference}",
        ];

        Assert.True(differences.Length == 0, string.Join('\n', differences));
    }

    [Theory, MemberData(nameof(Kernels))]
    public void Corpus_InstructionsForAnotherKernel_AreNotThoseForThisOne(string kernel)
    {
        CorpusLoads foreign = Require(kernel), running = CorpusLoads.Running;
        int compared = foreign.Programs.Count(static p => p.Loads.Oracle.Programs[p.Program].Request is not null);

        int otherwise = foreign.Programs.Count(p => InstructionsOf(p.Loads, p.Program) is { } fitted
            && InstructionsOf(running.Files[p.File], p.Program) is { } here && !fitted.AsSpan().SequenceEqual(here));

        Counts.Write($"corpus-{kernel}", $"corpus with the types of {kernel}: {compared} programs compared, {otherwise} of them have other instructions than for this kernel");
        Assert.True(otherwise >= FewestOtherwise, $"only {otherwise} programs differ from those for this kernel");
    }

    private static byte[]? InstructionsOf(Comparison loads, string program) => loads.Programs[program].Request?.Instructions;

    private static CorpusLoads Require(string kernel)
    {
        if (Environment.GetEnvironmentVariable(Guest) is not null) Assert.Skip("compared on the host: which kernel runs makes no difference");
        CorpusLoads loads = CorpusLoads.Foreign(kernel);
        if (loads.Problem is { } problem) Assert.Skip(problem);
        return loads;
    }
}
