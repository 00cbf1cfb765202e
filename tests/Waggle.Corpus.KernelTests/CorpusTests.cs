using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Linux;

namespace Waggle.Corpus.KernelTests;

/// <summary>The objects of tests/corpus, loaded by libbpf and by Waggle: the kernel must be handed the same and say the same.</summary>
public class CorpusTests
{
    private static readonly Lazy<Dictionary<string, Oracle>> s_answers = new(() => Workshop.CorpusProblem is not null ? []
        : Workshop.ObjectsIn(Workshop.CorpusFolder).Select(Oracle.Ask).ToDictionary(o => Path.GetFileNameWithoutExtension(o.Path)));

    private const string None = "(none)";

    public static TheoryData<string, string> Programs()
    {
        TheoryData<string, string> rows = [];
        foreach ((string file, Oracle oracle) in s_answers.Value)
        {
            foreach (string program in oracle.Programs.Keys) rows.Add(file, program);
        }
        if (rows.Count == 0) rows.Add(None, None);
        return rows;
    }

    public static TheoryData<string> Files => s_answers.Value.Count == 0 ? [None] : [.. s_answers.Value.Keys];

    [Theory, MemberData(nameof(Programs))]
    public void Load_Program_AgreesWithLibbpf(string file, string program)
    {
        Oracle oracle = Require(file);

        Verdict actual = Load(oracle, program, out _);

        string? difference = Difference.Between(oracle.Programs[program], actual);
        Assert.True(difference is null, difference);
    }

    [Theory, MemberData(nameof(Files))]
    public void Load_Maps_AreThoseOfLibbpf(string file)
    {
        Oracle oracle = Require(file);
        Load(oracle, oracle.Programs.Keys.First(), out IReadOnlyList<MapRequest> actual);

        Assert.Equal(Describe(oracle.Maps), Describe(actual));

        static IEnumerable<string> Describe(IEnumerable<MapRequest> maps) => maps.Select(m => m.ToString()).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Corpus_Programs_CoverWhatTheyAreFor()
    {
        if (Workshop.CorpusProblem is { } problem) Assert.Skip(problem);
        Oracle[] all = [.. s_answers.Value.Values];

        int programs = all.Sum(o => o.Programs.Count);
        TestContext.Current.TestOutputHelper?.WriteLine($"{all.Length} objects, {programs} programs, {all.Sum(o => o.Programs.Values.Count(v => v.IsAccepted))} accepted by libbpf");

        Assert.True(programs >= 120, $"only {programs} programs");
        Assert.DoesNotContain(all, o => o.Unreadable is not null);
        Assert.Empty(Enumerable.Range(1, 33).Except(all.SelectMany(o => o.Maps).Select(m => (int)m.Type)).Select(t => (MapType)t));
    }

    private static Oracle Require(string file)
    {
        if (Workshop.CorpusProblem is { } problem) Assert.Skip(problem);
        return s_answers.Value[file];
    }

    private static Verdict Load(Oracle oracle, string program, out IReadOnlyList<MapRequest> maps)
    {
        maps = [];
        BpfObject obj;
        try
        {
            obj = ObjectReader.Read(File.ReadAllBytes(oracle.Path));
        }
        catch (Exception error) when (error is ObjectFormatException or BtfFormatException)
        {
            return new Verdict(false, error.Message, null);
        }
        return WatchedLoad.Run(KernelEngine.Create(), obj, program, out maps);
    }
}
