using System.Collections.Immutable;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>Fits a program to a kernel: finds by name what its CO-RE relocations ask for and patches its instructions.</summary>
/// <remarks>Pure and thread-safe: the kernel is given by its types. Follows libbpf (tools/lib/bpf/relo_core.c) so that an object means
/// the same to both.</remarks>
public static class CoreRelocator
{
    /// <summary>Number of the helper that an instruction calls which could not be relocated: 0xbad2310, libbpf's "bad relo". The verifier
    /// says "invalid func unknown#195896080" if the program reaches it.</summary>
    public const int Poison = 0xbad2310;

    /// <summary>Resolves all relocations of a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="local">The types of its object.</param>
    /// <param name="kernel">The types of the kernel that it is for.</param>
    /// <returns>The patched program, and what the kernel lacks.</returns>
    /// <exception cref="CoreRelocationException">A relocation contradicts its instruction or the object's types, or several types of
    /// the kernel give different answers.</exception>
    /// <exception cref="BtfFormatException">Types that are needed break a rule of the format.</exception>
    public static CoreResolution Resolve(ProgramSpec program, Btf local, Btf kernel)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(local);
        ArgumentNullException.ThrowIfNull(kernel);
        if (program.CoreRelocations.IsEmpty)
            return new(program, []);

        Instruction[] instructions = [.. program.Instructions];
        var work = new Work(program, new(local), new(kernel));
        var unresolved = ImmutableArray.CreateBuilder<CoreFailure>();
        foreach (CoreRelocation relocation in program.CoreRelocations)
        {
            if (work.Resolve(relocation, instructions) is { } failure)
                unresolved.Add(failure);
        }
        return new(program with { Instructions = [.. instructions], CoreRelocations = [] }, unresolved.ToImmutable());
    }

    private sealed class Work(ProgramSpec program, CoreTypes local, CoreTypes kernel)
    {
        private readonly CoreMatcher _matcher = new(local, kernel);

        /// <returns>Null, or why the instruction had to be poisoned.</returns>
        public CoreFailure? Resolve(CoreRelocation relocation, Instruction[] instructions)
        {
            var failures = new CoreFailures(program, local, kernel, relocation);
            if ((uint)relocation.InstructionIndex >= (uint)instructions.Length || (uint)relocation.TypeId >= (uint)local.Btf.Count || !Enum.IsDefined(relocation.Kind))
                throw failures.Error(null, $"relocation {relocation} names an instruction, a type or a kind that does not exist");
            (CoreAccess? path, string error) = CoreAccess.Parse(local, relocation);
            if (path is null)
                throw failures.Error(null, error);
            if (relocation.Kind == CoreRelocationKind.LocalTypeId)
            {
                var id = new CoreValue((ulong)relocation.TypeId, IsExact: false);
                Patch(instructions, path, failures, id, id);
                return null;
            }
            if (local[relocation.TypeId].Name == "")
                throw failures.Error(path, "a type without a name can't be looked for in the kernel");

            (CoreAccess? found, CoreMismatch? mismatch) = Find(path, relocation.Kind, failures);
            CoreValue? expected = CoreValue.Of(relocation.Kind, path, out string? why);
            if (expected is null)
                throw failures.Error(path, why!);
            if (CoreValue.Of(relocation.Kind, found, out why) is not { } value)
            {
                if (why is not null)
                    throw failures.Error(path, $"in the kernel, {why}");
                CorePatch.Poison(instructions, relocation.InstructionIndex);
                return failures.Unresolved(path, mismatch);
            }
            if (IsAccess(instructions[relocation.InstructionIndex]) && expected.Value.AccessSizeInBytes != value.AccessSizeInBytes
                && !CorePatch.MayChangeSize(local[expected.Value.AccessTypeId], kernel[value.AccessTypeId]))
            {
                CorePatch.Poison(instructions, relocation.InstructionIndex);
                return failures.SizeDiffers(path, expected.Value, value);
            }
            Patch(instructions, path, failures, expected.Value, value);
            return null;
        }

        // Several types of the kernel may have the name (deduplication is not perfect): all that match must give one answer.
        private (CoreAccess? Found, CoreMismatch? Mismatch) Find(CoreAccess path, CoreRelocationKind kind, CoreFailures failures)
        {
            CoreAccess? found = null;
            CoreMismatch? nearest = null; // the one that follows the path furthest
            foreach (int candidate in _matcher.Candidates(path.RootId))
            {
                (CoreAccess? access, CoreMismatch? mismatch) = _matcher.Match(path, kind, candidate);
                if (mismatch is not null && mismatch.Step >= (nearest?.Step ?? -1))
                    nearest = mismatch;
                if (access is null)
                    continue;
                if (found is not null && (found.BitOffset != access.BitOffset || CoreValue.Of(kind, found, out _)?.Value != CoreValue.Of(kind, access, out _)?.Value))
                    throw failures.Error(path, $"the kernel has two types of that name ({found.RootId} and {candidate}) with different answers");
                found ??= access;
            }
            return (found, nearest);
        }

        private static bool IsAccess(Instruction instruction) =>
            instruction.Opcode.Class is InstructionClass.Ldx or InstructionClass.St or InstructionClass.Stx;

        private static void Patch(Instruction[] instructions, CoreAccess path, CoreFailures failures, CoreValue expected, CoreValue value)
        {
            if (CorePatch.Apply(instructions, failures.Relocation.InstructionIndex, expected, value) is { } error)
                throw failures.Error(path, error);
        }
    }
}
