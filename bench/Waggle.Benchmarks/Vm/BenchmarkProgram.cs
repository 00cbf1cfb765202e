using Waggle.Bpf.Objects;

namespace Waggle.Benchmarks.Vm;

/// <summary>A program of bench/programs.</summary>
/// <param name="Name">Name of the file and of the function that is run.</param>
/// <param name="Description">Its first line.</param>
/// <param name="Object">The compiled object.</param>
/// <param name="Packet">What it is given.</param>
internal sealed record BenchmarkProgram(string Name, string Description, BpfObject Object, byte[] Packet)
{
    /// <summary>Measures what a run costs by itself, and is left out of means.</summary>
    public const string Empty = "empty";

    /// <summary>The program that is run; an object may have others, to be called by it.</summary>
    public ProgramSpec Spec => Object.Programs.Single(program => program.Name == Name);
}
