using System.Collections.Immutable;

namespace Waggle.Bpf.Objects;

/// <summary>A program whose relocations are resolved against a kernel.</summary>
/// <param name="Program">The program with patched instructions and no open relocations.</param>
/// <param name="Unresolved">What this kernel lacks, in order of instruction. Each such instruction has become a call of the helper
/// <see cref="CoreRelocator.Poison"/>, which does not exist: the verifier refuses it only if the program can reach it, so that a program may
/// ask first whether a field exists.</param>
public sealed record CoreResolution(ProgramSpec Program, ImmutableArray<CoreFailure> Unresolved);
