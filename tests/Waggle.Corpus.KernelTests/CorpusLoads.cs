namespace Waggle.Corpus.KernelTests;

/// <summary>The objects of tests/corpus, loaded by libbpf and by Waggle for one kernel's types; done once for each kernel.</summary>
internal sealed class CorpusLoads
{
    private static readonly Lazy<CorpusLoads> s_running = new(static () => new CorpusLoads(null, Workshop.CorpusProblem));
    private static readonly Dictionary<string, Lazy<CorpusLoads>> s_foreign =
        ForeignKernel.Versions.ToDictionary(static v => v, static v => new Lazy<CorpusLoads>(() => OfForeign(v)));

    private readonly Dictionary<string, Comparison> _files = [];

    private CorpusLoads(ForeignKernel? kernel, string? problem)
    {
        Problem = problem;
        if (problem is not null) return;

        var loading = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.ForEach(Workshop.ObjectsIn(Workshop.CorpusFolder), loading, path =>
        {
            var comparison = Comparison.Of(path, kernel);
            lock (_files) _files.Add(Path.GetFileNameWithoutExtension(path), comparison);
        });
    }

    /// <summary>For the types of the running kernel.</summary>
    public static CorpusLoads Running => s_running.Value;

    /// <summary>Why there are none; null if there are.</summary>
    public string? Problem { get; }

    /// <summary>By name of the file.</summary>
    public IReadOnlyDictionary<string, Comparison> Files => _files;

    /// <summary>Every program of every file.</summary>
    public IEnumerable<(string File, string Program, Comparison Loads)> Programs =>
        from file in _files.OrderBy(static f => f.Key, StringComparer.Ordinal)
        from program in file.Value.Oracle.Programs.Keys
        select (file.Key, program, file.Value);

    /// <summary>For the types of one of <see cref="ForeignKernel.Versions"/>.</summary>
    public static CorpusLoads Foreign(string version) => s_foreign[version].Value;

    private static CorpusLoads OfForeign(string version)
    {
        if (Workshop.CorpusProblem is { } problem) return new CorpusLoads(null, problem);
        ForeignKernel? kernel = ForeignKernel.TryFetch(version, out string? refusal);
        return new CorpusLoads(kernel, refusal);
    }
}
