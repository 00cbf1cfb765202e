using System.Text;
using Waggle.Vm.Execution;

namespace Waggle.Cli.Engines;

/// <summary>Keeps what a program prints, as far as a person would read it.</summary>
internal sealed class PrintedLines : VmHost
{
    /// <summary>Lines that are kept: a program that runs a million times prints a million.</summary>
    public const int Most = 1000;

    private readonly List<string> _lines = [];

    /// <summary>The first lines, each without the line break at its end.</summary>
    public IReadOnlyList<string> Kept => _lines;

    /// <summary>Lines in all.</summary>
    public long Count { get; private set; }

    public override void Print(ReadOnlySpan<byte> text)
    {
        if (Count++ < Most) _lines.Add(Encoding.UTF8.GetString(text).TrimEnd('\n'));
    }
}
