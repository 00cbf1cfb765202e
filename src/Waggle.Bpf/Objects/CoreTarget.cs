using System.Collections.Immutable;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>A kernel that the programs of one object are fitted to, one after the other.</summary>
/// <remarks>Not thread-safe: what one program found, the next need not look for. Where the kernel has several types of one name, those
/// that the first relocations rule out are ruled out for the later ones, in this program and the next, as libbpf has it.</remarks>
public sealed class CoreTarget
{
    private readonly CoreTypes _local;
    private readonly CoreCandidates _candidates;

    /// <summary>Starts with an object and a kernel.</summary>
    /// <param name="local">The types of the object.</param>
    /// <param name="kernel">The types of the kernel. Those of its modules are asked only for what it does not have itself.</param>
    public CoreTarget(Btf local, KernelTypes kernel)
    {
        ArgumentNullException.ThrowIfNull(local);
        ArgumentNullException.ThrowIfNull(kernel);
        _local = new(local);
        _candidates = new(_local, kernel);
    }

    /// <summary>Resolves all relocations of a program.</summary>
    /// <param name="program">The program.</param>
    /// <returns>The patched program, and what the kernel lacks.</returns>
    /// <exception cref="CoreRelocationException">A relocation contradicts its instruction or the object's types, or several types of
    /// the kernel give different answers.</exception>
    /// <exception cref="BtfFormatException">Types that are needed break a rule of the format.</exception>
    public CoreResolution Resolve(ProgramSpec program)
    {
        ArgumentNullException.ThrowIfNull(program);
        if (program.CoreRelocations.IsEmpty)
            return new(program, []);

        Instruction[] instructions = [.. program.Instructions];
        var unresolved = ImmutableArray.CreateBuilder<CoreFailure>();
        foreach (CoreRelocation relocation in program.CoreRelocations)
        {
            if (Resolve(program, relocation, instructions) is { } failure)
                unresolved.Add(failure);
        }
        return new(program with { Instructions = [.. instructions], CoreRelocations = [] }, unresolved.ToImmutable());
    }

    /// <returns>Null, or why the instruction had to be poisoned.</returns>
    private CoreFailure? Resolve(ProgramSpec program, CoreRelocation relocation, Instruction[] instructions)
    {
        var failures = new CoreFailures(program, _local, _candidates.Kernel, relocation);
        if ((uint)relocation.InstructionIndex >= (uint)instructions.Length || (uint)relocation.TypeId >= (uint)_local.Btf.Count || !Enum.IsDefined(relocation.Kind))
            throw failures.Error(null, $"relocation {relocation} names an instruction, a type or a kind that does not exist");
        (CoreAccess? path, string error) = CoreAccess.Parse(_local, relocation);
        if (path is null)
            throw failures.Error(null, error);
        if (relocation.Kind == CoreRelocationKind.LocalTypeId)
        {
            var id = new CoreValue((ulong)relocation.TypeId, IsExact: false);
            Patch(instructions, path, failures, id, id, mayChangeSize: false);
            return null;
        }
        if (_local[relocation.TypeId].Name == "")
            throw failures.Error(path, "a type without a name can't be looked for in the kernel");
        CoreValue expected = CoreValue.Of(relocation.Kind, path, out string? why) ?? throw failures.Error(path, why!);

        (CoreAccess? found, CoreValue? value, CoreMismatch? mismatch) = Find(path, relocation.Kind, failures);
        if (found is null && (value = CoreValue.Of(relocation.Kind, null, out _)) is null)
        {
            Patch(instructions, path, failures, expected, null, mayChangeSize: false);
            return failures.Unresolved(path, mismatch);
        }
        bool mayChangeSize = found is not null && expected.AccessSizeInBytes != value!.Value.AccessSizeInBytes
            && CorePatch.MayChangeSize(_local[expected.AccessTypeId], found.Types[value.Value.AccessTypeId]);
        return Patch(instructions, path, failures, expected, value, mayChangeSize)
            ? failures.SizeDiffers(path, expected, found!, value!.Value)
            : null;
    }

    // Several types of the kernel may have the name (deduplication is not perfect): all that match must give one answer.
    private (CoreAccess? Found, CoreValue? Value, CoreMismatch? Mismatch) Find(CoreAccess path, CoreRelocationKind kind, CoreFailures failures)
    {
        CoreAccess? found = null;
        CoreValue? value = null;
        CoreMismatch? nearest = null; // the one that follows the path furthest
        List<CoreCandidate> candidates = _candidates.For(path.RootId);
        var matching = new List<CoreCandidate>(candidates.Count);
        foreach (CoreCandidate candidate in candidates)
        {
            (CoreAccess? access, CoreMismatch? mismatch) = candidate.Matcher.Match(path, kind, candidate.Id);
            if (mismatch is not null && mismatch.Step >= (nearest?.Step ?? -1))
                nearest = mismatch;
            if (access is null)
                continue;
            CoreValue answer = CoreValue.Of(kind, access, out string? why) ?? throw failures.Error(path, $"in the kernel, {why}");
            if (found is not null && (found.BitOffset != access.BitOffset || value!.Value.Value != answer.Value))
                throw failures.Error(path, $"the kernel has two types of that name ({found.RootId} and {candidate.Id}) with different answers");
            if (found is null)
                (found, value) = (access, answer);
            matching.Add(candidate);
        }
        if (matching.Count > 0 && matching.Count < candidates.Count)
            candidates.RemoveAll(c => !matching.Contains(c));
        return (found, value, nearest);
    }

    /// <returns>Whether the instruction was poisoned.</returns>
    private static bool Patch(
        Instruction[] instructions, CoreAccess path, CoreFailures failures, CoreValue expected, CoreValue? value, bool mayChangeSize) =>
        CorePatch.Apply(instructions, failures.Relocation.InstructionIndex, expected, value, mayChangeSize, out bool isPoisoned) is { } error
            ? throw failures.Error(path, error)
            : isPoisoned;
}
