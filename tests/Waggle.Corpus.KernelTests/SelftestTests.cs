namespace Waggle.Corpus.KernelTests;

/// <summary>The kernel's own test programs (linux-source-6.12), loaded by libbpf and by Waggle. Minutes long, so run on request.</summary>
public class SelftestTests
{
    /// <summary>Set by <c>./test --selftests</c>.</summary>
    private const string Switch = "WAGGLE_SELFTESTS";

    private const string None = "(none)";

    private static readonly Lazy<Dictionary<string, Comparison>> s_all = new(() =>
    {
        Dictionary<string, Comparison> all = [];
        var loading = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.ForEach(Workshop.ObjectsIn(Workshop.SelftestsFolder), loading, path =>
        {
            var comparison = Comparison.Of(path);
            lock (all) all.Add(Path.GetFileNameWithoutExtension(path), comparison);
        });
        return all;
    });

    private static string? Problem =>
        Environment.GetEnvironmentVariable(Switch) != "1" ? "takes minutes: ./test --selftests runs it" : Workshop.SelftestsProblem;

    public static TheoryData<string> Files => Problem is not null ? [None]
        : [.. Workshop.ObjectsIn(Workshop.SelftestsFolder).Select(static p => Path.GetFileNameWithoutExtension(p))];

    [Theory, MemberData(nameof(Files))]
    public void Load_File_AgreesWithLibbpf(string file)
    {
        if (Problem is { } problem) Assert.Skip(problem);
        Comparison comparison = s_all.Value[file];

        string[] unlisted = [.. DifferencesOf(file, comparison).Where(static d => KnownDifferences.ReasonFor(d.Name) is null).Select(static d => $"{d.Name}: {d.Difference}")];

        Assert.True(unlisted.Length == 0, string.Join('\n', unlisted));
    }

    [Fact]
    public void KnownDifferences_EachRow_IsStillNeeded()
    {
        if (Problem is { } problem) Assert.Skip(problem);
        string[] differing = [.. s_all.Value.SelectMany(static p => DifferencesOf(p.Key, p.Value)).Select(static d => d.Name)];
        int programs = s_all.Value.Values.Sum(static c => c.Oracle.Programs.Count);
        int failed = File.ReadLines(Path.Combine(Workshop.SelftestsFolder, "failed.txt")).Count();
        Counts.Write("selftests", $"selftests: {s_all.Value.Count} objects ({failed} sources do not compile), {programs} programs, of which libbpf loads "
            + $"{s_all.Value.Values.Sum(static c => c.Oracle.Programs.Values.Count(static v => v.IsAccepted))}: {programs - differing.Length} equal, {differing.Length} differing");

        Assert.True(programs > 1000, $"only {programs} programs");
        Assert.Empty(KnownDifferences.WithoutUse("selftests/", differing));
    }

    private static IEnumerable<(string Name, string Difference)> DifferencesOf(string file, Comparison comparison) =>
        from program in comparison.Oracle.Programs.Keys
        let difference = comparison.DifferenceOf(program)
        where difference is not null
        select ($"selftests/{file}/{program}", difference);
}
