using System.Globalization;
using Waggle.Cli.Lifetime;
using Waggle.Verifier.Graphs;

namespace Waggle.Cli.Commands;

/// <summary>Writes the graphs of programs: into the file that was named if there is one, else into one a program, with its name.</summary>
internal sealed class GraphFiles
{
    private readonly string _path;
    private readonly bool _isSvg;
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private ControlFlowGraph? _first;
    private int _count;

    /// <param name="path">NAME.dot or NAME.svg.</param>
    /// <exception cref="UsageException">It is neither.</exception>
    public GraphFiles(string path)
    {
        _path = path;
        _isSvg = Path.GetExtension(path) switch
        {
            ".svg" => true,
            ".dot" => false,
            _ => throw new UsageException($"--graph writes .dot and .svg, and '{path}' is neither.", "Name a file: --graph out.svg"),
        };
    }

    /// <summary>Takes the graph of the next program.</summary>
    public void Add(ControlFlowGraph graph)
    {
        if (_count++ == 0)
        {
            _first = graph; // it gets a name of its own if another follows
            return;
        }

        if (_first is not null) Write(PathOf(_first), _first);
        _first = null;
        Write(PathOf(graph), graph);
    }

    /// <summary>There are no more.</summary>
    public void Finish()
    {
        if (_first is not null) Write(_path, _first);
    }

    // out.svg becomes out.NAME.svg, and out.NAME.2.svg for the second of a name. Names come from objects: they name no other folder.
    private string PathOf(ControlFlowGraph graph)
    {
        string name = new([.. graph.Name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '_')]);
        string extension = Path.GetExtension(_path), start = Path.ChangeExtension(_path, null);
        string path = $"{start}.{name}{extension}";
        for (int number = 2; !_taken.Add(path); number++) path = string.Create(CultureInfo.InvariantCulture, $"{start}.{name}.{number}{extension}");
        return path;
    }

    private void Write(string path, ControlFlowGraph graph)
    {
        using StreamWriter writer = new(path);
        if (_isSvg) graph.WriteSvg(writer);
        else graph.WriteDot(writer);
    }
}
