using Waggle.Bpf.Catalog;

namespace Waggle.Corpus.KernelTests;

/// <summary>The objects of tests/corpus, loaded by libbpf and by Waggle: the kernel must be handed the same and say the same.</summary>
public class CorpusTests
{
    private const string None = "(none)";

    public static TheoryData<string, string> Programs()
    {
        TheoryData<string, string> rows = [];
        foreach ((string file, string program, _) in Loads.OfCorpus.Programs) rows.Add(file, program);
        if (rows.Count == 0) rows.Add(None, None);
        return rows;
    }

    public static TheoryData<string> Files => Loads.OfCorpus.Files.Count == 0 ? [None] : [.. Loads.OfCorpus.Files.Keys];

    [Theory, MemberData(nameof(Programs))]
    public void Load_Program_AgreesWithLibbpf(string file, string program)
    {
        string? difference = Loads.OfCorpus.Require(file).DifferenceOf(program);

        Assert.True(difference is null, difference);
    }

    [Theory, MemberData(nameof(Files))]
    public void Load_Maps_AreThoseOfLibbpf(string file)
    {
        Comparison comparison = Loads.OfCorpus.Require(file);
        IEnumerable<MapRequest> expected = comparison.Oracle.Maps, actual = comparison.Maps;

        // A map that the kernel lacks ends the load, and which others came before it is a matter of order.
        if (comparison.Oracle.Maps.Any(static m => !m.IsCreated))
        {
            Assert.Contains(actual, static m => !m.IsCreated);
            (expected, actual) = (expected.Where(e => comparison.Maps.Any(a => a.Name == e.Name)), actual.Where(a => comparison.Oracle.Maps.Any(e => e.Name == a.Name)));
        }

        Assert.Equal(Describe(expected), Describe(actual));

        static string Describe(IEnumerable<MapRequest> maps) => string.Join('\n', maps.Select(static m => m.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Corpus_Programs_CoverWhatTheyAreFor()
    {
        if (Loads.OfCorpus.Problem is { } problem) Assert.Skip(problem);
        Oracle[] all = [.. Loads.OfCorpus.Files.Values.Select(static c => c.Oracle)];

        int programs = all.Sum(static o => o.Programs.Count);
        Counts.Write("corpus", $"corpus: {Loads.OfCorpus.Describe()}");

        Assert.True(programs >= 120, $"only {programs} programs");
        Assert.DoesNotContain(all, static o => o.Unreadable is not null);
        Assert.Empty(Enumerable.Range(1, 33).Except(all.SelectMany(static o => o.Maps).Select(static m => (int)m.Type)).Select(static t => (MapType)t));
    }
}
