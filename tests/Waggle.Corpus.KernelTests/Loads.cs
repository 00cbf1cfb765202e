namespace Waggle.Corpus.KernelTests;

/// <summary>A set of objects, loaded by libbpf and by Waggle for one kernel's types; done once for each, when it is first asked for.</summary>
internal sealed class Loads
{
    private static readonly Lazy<Loads> s_corpus = new(static () => new Loads(Workshop.CorpusFolder, null, Workshop.CorpusProblem));
    private static readonly Lazy<Loads> s_selftests = new(static () => new Loads(Workshop.SelftestsFolder, null, Workshop.SelftestsProblem));
    private static readonly Dictionary<string, Lazy<Loads>> s_corpusFor =
        ForeignKernel.Versions.ToDictionary(static v => v, static v => new Lazy<Loads>(() => Of(Workshop.CorpusFolder, v, Workshop.CorpusProblem)));
    private static readonly Dictionary<string, Lazy<Loads>> s_selftestsFor =
        ForeignKernel.Versions.ToDictionary(static v => v, static v => new Lazy<Loads>(() => Of(Workshop.SelftestsFolder, v, Workshop.SelftestsProblem)));

    private readonly Dictionary<string, Comparison> _files = [];

    private Loads(string folder, ForeignKernel? kernel, string? problem)
    {
        Problem = problem;
        if (problem is not null) return;

        var loading = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.ForEach(Workshop.ObjectsIn(folder), loading, path =>
        {
            var comparison = Comparison.Of(path, kernel);
            lock (_files) _files.Add(Path.GetFileNameWithoutExtension(path), comparison);
        });
    }

    /// <summary>The objects of tests/corpus, for the running kernel.</summary>
    public static Loads OfCorpus => s_corpus.Value;

    /// <summary>The kernel's own test programs, for the running kernel.</summary>
    public static Loads OfSelftests => s_selftests.Value;

    /// <summary>Why there are none; null if there are.</summary>
    public string? Problem { get; }

    /// <summary>By name of the file.</summary>
    public IReadOnlyDictionary<string, Comparison> Files => _files;

    /// <summary>Every program of every file.</summary>
    public IEnumerable<(string File, string Program, Comparison Comparison)> Programs =>
        from file in _files.OrderBy(static f => f.Key, StringComparer.Ordinal)
        from program in file.Value.Oracle.Programs.Keys
        select (file.Key, program, file.Value);

    /// <summary>The corpus for one of <see cref="ForeignKernel.Versions"/>.</summary>
    public static Loads OfCorpusFor(string kernel) => s_corpusFor[kernel].Value;

    /// <summary>The kernel's own test programs for one of <see cref="ForeignKernel.Versions"/>.</summary>
    public static Loads OfSelftestsFor(string kernel) => s_selftestsFor[kernel].Value;

    /// <summary>The comparison of one file; skips the test if there is none.</summary>
    public Comparison Require(string file)
    {
        if (Problem is not null) Assert.Skip(Problem);
        return _files[file];
    }

    /// <summary>Programs, accepted ones, equal ones, for people.</summary>
    public string Describe()
    {
        int programs = Programs.Count(), differing = Programs.Count(static p => p.Comparison.DifferenceOf(p.Program) is not null);
        int notJudged = Programs.Count(static p => p.Comparison.Oracle.Programs[p.Program].RefusedInstead is not null);
        int accepted = Programs.Count(static p => p.Comparison.Oracle.Programs[p.Program].IsAccepted);
        int sent = Programs.Count(static p => p.Comparison.Oracle.Programs[p.Program].Request is not null);
        return $"{_files.Count} objects, {programs} programs; libbpf hands the kernel {sent}, which takes {accepted}: {programs - notJudged - differing} equal, {differing} differing, {notJudged} not judged by libbpf";
    }

    private static Loads Of(string folder, string kernel, string? problem)
    {
        if (problem is not null) return new Loads(folder, null, problem);
        ForeignKernel? foreign = ForeignKernel.TryFetch(kernel, out string? refusal);
        return new Loads(folder, foreign, refusal);
    }
}
