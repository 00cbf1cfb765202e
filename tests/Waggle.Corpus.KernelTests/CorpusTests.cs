using Waggle.Bpf.Catalog;

namespace Waggle.Corpus.KernelTests;

/// <summary>The objects of tests/corpus, loaded by libbpf and by Waggle: the kernel must be handed the same and say the same.</summary>
public class CorpusTests
{
    private const string None = "(none)";

    public static TheoryData<string, string> Programs()
    {
        TheoryData<string, string> rows = [];
        foreach ((string file, string program, _) in CorpusLoads.Running.Programs) rows.Add(file, program);
        if (rows.Count == 0) rows.Add(None, None);
        return rows;
    }

    public static TheoryData<string> Files => CorpusLoads.Running.Files.Count == 0 ? [None] : [.. CorpusLoads.Running.Files.Keys];

    [Theory, MemberData(nameof(Programs))]
    public void Load_Program_AgreesWithLibbpf(string file, string program)
    {
        string? difference = Require(file).DifferenceOf(program);

        Allow(difference, $"corpus/{file}/{program}");
        Assert.True(difference is null, difference);
    }

    [Theory, MemberData(nameof(Files))]
    public void Load_Maps_AreThoseOfLibbpf(string file)
    {
        Comparison comparison = Require(file);
        string[] expected = Describe(comparison.Oracle.Maps), actual = Describe(comparison.Maps);

        Allow(expected.SequenceEqual(actual) ? null : "maps", $"corpus/{file}/maps");
        Assert.Equal(string.Join("\n", expected), string.Join("\n", actual));

        static string[] Describe(IEnumerable<MapRequest> maps) => [.. maps.Select(static m => m.ToString()).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void Corpus_Programs_CoverWhatTheyAreFor()
    {
        if (CorpusLoads.Running.Problem is { } problem) Assert.Skip(problem);
        Oracle[] all = [.. CorpusLoads.Running.Files.Values.Select(static c => c.Oracle)];

        int programs = all.Sum(static o => o.Programs.Count);
        int equal = CorpusLoads.Running.Programs.Count(static p => p.Loads.DifferenceOf(p.Program) is null);
        Counts.Write("corpus", $"corpus: {all.Length} objects, {programs} programs, of which libbpf loads "
            + $"{all.Sum(static o => o.Programs.Values.Count(static v => v.IsAccepted))}: {equal} equal, {programs - equal} differing");

        Assert.True(programs >= 120, $"only {programs} programs");
        Assert.DoesNotContain(all, static o => o.Unreadable is not null);
        Assert.Empty(Enumerable.Range(1, 33).Except(all.SelectMany(static o => o.Maps).Select(static m => (int)m.Type)).Select(static t => (MapType)t));
    }

    private static Comparison Require(string file)
    {
        if (CorpusLoads.Running.Problem is { } problem) Assert.Skip(problem);
        return CorpusLoads.Running.Files[file];
    }

    // A difference that the page lists is no failure; it is not passed over in silence either.
    private static void Allow(string? difference, string name)
    {
        if (difference is not null && KnownDifferences.ReasonFor(name) is { } reason) Assert.Skip($"known difference: {reason}");
    }
}
