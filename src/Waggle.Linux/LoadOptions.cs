using System.Collections.Immutable;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Linux.Pins;
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

    /// <summary>Where maps that are pinned by name are looked for, and put if they are not there; null for /sys/fs/bpf.</summary>
    public PinFolder? Pins { get; init; }

    /// <summary>Values for what the object wants of the kernel's configuration, by name, written as in a configuration file: "y", "250",
    /// "\"text\"". They win over the kernel's own.</summary>
    public IReadOnlyDictionary<string, string> Configuration { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The loaded program whose function a program replaces (freplace/FUNCTION, Linux 5.6) or watches (fentry, fexit: 5.5); null, or
    /// null of a program, for functions of the kernel.</summary>
    public Func<ProgramSpec, KernelProgram?>? Target { get; init; }

    /// <summary>The types that CO-RE relocations are resolved against; null for those of the running kernel and its modules. For a kernel
    /// that has no BTF of its own: <see cref="Btf.Read(ReadOnlyMemory{byte})"/> reads a file that somebody made for it.</summary>
    public Btf? KernelTypes { get; init; }
}
