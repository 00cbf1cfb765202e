using Waggle.Bpf.Objects;
using Waggle.Linux.Programs;

namespace Waggle.Linux;

/// <summary>How an object is loaded.</summary>
public sealed record LoadOptions
{
    /// <summary>What the verifier logs of programs that it accepts; see <see cref="KernelProgram.VerifierLog"/>.</summary>
    public VerifierLogLevel VerifierLogLevel { get; init; }

    /// <summary>Which programs to load; null for those that are loaded by default (<see cref="ProgramSpec.IsLoadedByDefault"/>).
    /// Maps are all created.</summary>
    public Func<ProgramSpec, bool>? Select { get; init; }
}
