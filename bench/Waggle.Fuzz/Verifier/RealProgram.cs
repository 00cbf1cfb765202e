using Waggle.Bpf.Objects;

namespace Waggle.Fuzz.Verifier;

/// <summary>A program of a real object, to be changed.</summary>
/// <param name="Object">The object with this program alone, and the maps that it names.</param>
internal sealed record RealProgram(BpfObject Object)
{
    public ProgramSpec Program => Object.Programs[0];

    public override string ToString() => $"{Object.Name}: {Program}";
}
