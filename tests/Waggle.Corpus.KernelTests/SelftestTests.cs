namespace Waggle.Corpus.KernelTests;

/// <summary>The kernel's own test programs (linux-source-6.12), loaded by libbpf and by Waggle. Minutes long, so run on request.</summary>
public class SelftestTests
{
    private const string None = "(none)";

    private static string[] Names => Workshop.SelftestsProblem is null ? Workshop.NamesIn(Workshop.SelftestsFolder) : [None];

    public static TheoryData<string> Files => [.. Names];

    public static TheoryData<string, string> FilesForOthers => ForeignKernel.WithEachOf(Names);

    public static TheoryData<string> Kernels => [.. ForeignKernel.Versions];

    [Theory, MemberData(nameof(Files))]
    public void Load_File_AgreesWithLibbpf(string file)
    {
        string[] differences = Loads.OfSelftests.Require(file).Differences;

        Assert.True(differences.Length == 0, string.Join('\n', differences));
    }

    [Theory, MemberData(nameof(FilesForOthers))]
    public void Load_FileForAnotherKernel_IsFittedAsByLibbpf(string kernel, string file)
    {
        string[] differences = Loads.OfSelftestsFor(kernel).Require(file).Differences;

        Assert.True(differences.Length == 0, string.Join('\n', differences));
    }

    [Fact]
    public void Selftests_Programs_AreManyAndCounted()
    {
        if (Loads.OfSelftests.Problem is { } problem) Assert.Skip(problem);
        int failed = File.ReadLines(Path.Combine(Workshop.SelftestsFolder, "failed.txt")).Count();

        Counts.Write("selftests", $"selftests: {failed} sources do not compile; {Loads.OfSelftests.Describe()}");

        Assert.True(Loads.OfSelftests.Programs.Count() > 1000);
    }

    [Theory, MemberData(nameof(Kernels))]
    public void Selftests_ProgramsForAnotherKernel_AreManyAndCounted(string kernel)
    {
        Loads loads = Loads.OfSelftestsFor(kernel);
        if (loads.Problem is { } problem) Assert.Skip(problem);

        Counts.Write($"selftests-{kernel}", $"selftests with the types of {kernel}: {loads.Describe()}");

        Assert.True(loads.Programs.Count() > 1000);
    }
}
