using Waggle.Bpf.Catalog;

namespace Waggle.Corpus.KernelTests;

/// <summary>The objects of tests/corpus, loaded by libbpf and by Waggle: the kernel must be handed the same and say the same.</summary>
public class CorpusTests
{
    private static readonly Lazy<Dictionary<string, Comparison>> s_all = new(() => Workshop.CorpusProblem is not null ? []
        : Workshop.ObjectsIn(Workshop.CorpusFolder).Select(Comparison.Of).ToDictionary(static c => Path.GetFileNameWithoutExtension(c.Oracle.Path)));

    private const string None = "(none)";

    public static TheoryData<string, string> Programs()
    {
        TheoryData<string, string> rows = [];
        foreach ((string file, Comparison comparison) in s_all.Value)
        {
            foreach (string program in comparison.Oracle.Programs.Keys) rows.Add(file, program);
        }
        if (rows.Count == 0) rows.Add(None, None);
        return rows;
    }

    public static TheoryData<string> Files => s_all.Value.Count == 0 ? [None] : [.. s_all.Value.Keys];

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
        if (Workshop.CorpusProblem is { } problem) Assert.Skip(problem);
        Oracle[] all = [.. s_all.Value.Values.Select(static c => c.Oracle)];

        int programs = all.Sum(static o => o.Programs.Count);
        int equal = s_all.Value.Values.Sum(static c => c.Oracle.Programs.Keys.Count(p => c.DifferenceOf(p) is null));
        Counts.Write("corpus", $"corpus: {all.Length} objects, {programs} programs, of which libbpf loads "
            + $"{all.Sum(static o => o.Programs.Values.Count(static v => v.IsAccepted))}: {equal} equal, {programs - equal} differing");

        Assert.True(programs >= 120, $"only {programs} programs");
        Assert.DoesNotContain(all, static o => o.Unreadable is not null);
        Assert.Empty(Enumerable.Range(1, 33).Except(all.SelectMany(static o => o.Maps).Select(static m => (int)m.Type)).Select(static t => (MapType)t));
    }

    private static Comparison Require(string file)
    {
        if (Workshop.CorpusProblem is { } problem) Assert.Skip(problem);
        return s_all.Value[file];
    }

    // A difference that the page lists is no failure; it is not passed over in silence either.
    private static void Allow(string? difference, string name)
    {
        if (difference is not null && KnownDifferences.ReasonFor(name) is { } reason) Assert.Skip($"known difference: {reason}");
    }
}
