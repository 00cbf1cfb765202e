using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Linux;

namespace Waggle.Corpus.KernelTests;

/// <summary>One object, loaded by libbpf and by Waggle, a program at a time.</summary>
internal sealed class Comparison
{
    private readonly ForeignKernel? _kernel;

    private Comparison(Oracle oracle, ForeignKernel? kernel) => (Oracle, _kernel) = (oracle, kernel);

    public Oracle Oracle { get; }

    /// <summary>What Waggle made of each program.</summary>
    public Dictionary<string, Verdict> Programs { get; } = [];

    /// <summary>Maps that Waggle asked for, with the first program.</summary>
    public IReadOnlyList<MapRequest> Maps { get; private set; } = [];

    /// <summary>Loads an object in both ways.</summary>
    /// <param name="path">The object.</param>
    /// <param name="kernel">The kernel whose types CO-RE is resolved against; null for the running one.</param>
    public static Comparison Of(string path, ForeignKernel? kernel = null)
    {
        var comparison = new Comparison(Oracle.Ask(path, kernel?.Path), kernel);
        comparison.Load();
        return comparison;
    }

    /// <summary>Programs whose two loads differ, and how.</summary>
    public string[] Differences =>
    [
        .. from program in Oracle.Programs.Keys
           let difference = DifferenceOf(program)
           where difference is not null
           select $"{program}: {difference}",
    ];

    /// <summary>How the two loads of a program differ; null if they do not.</summary>
    public string? DifferenceOf(string program) => Difference.Between(Oracle.Programs[program], Programs[program]);

    private void Load()
    {
        BpfObject? obj = null;
        string refusal = "";
        try
        {
            obj = ObjectReader.Read(File.ReadAllBytes(Oracle.Path), Path.GetFileNameWithoutExtension(Oracle.Path));
        }
        catch (Exception error) when (error is ObjectFormatException or BtfFormatException)
        {
            refusal = error.Message;
        }
        var engine = KernelEngine.Create();
        foreach (string program in Oracle.Programs.Keys)
        {
            IReadOnlyList<MapRequest> maps = [];
            Programs[program] = obj is null ? new Verdict(false, refusal, null) : WatchedLoad.Run(engine, obj, program, _kernel?.Types, out maps);
            if (Programs.Count == 1) Maps = maps;
        }
    }
}
