using System.Collections.Immutable;

namespace Waggle.Bpf.Objects;

/// <summary>Says what a relocation met, in terms of the program's source and the kernel's types.</summary>
internal sealed class CoreFailures(ProgramSpec program, CoreTypes local, CoreTypes kernel, CoreRelocation relocation)
{
    public CoreRelocation Relocation => relocation;

    /// <summary>A contradiction, which no kernel could resolve.</summary>
    public CoreRelocationException Error(CoreAccess? path, string reason) => new(Describe(path, reason, () => []));

    /// <summary>Something that this kernel does not have.</summary>
    public CoreFailure Unresolved(CoreAccess path, CoreMismatch? mismatch)
    {
        if (mismatch is null)
            return Describe(path, $"the kernel has no {local.Describe(relocation.TypeId)}", () => CoreCloseNames.OfTypes(kernel, local[relocation.TypeId]));
        string? missing = mismatch.Step < path.Steps.Length ? path.Steps[mismatch.Step].Name : null;
        return Describe(path, mismatch.Reason, () => missing is null ? [] : CoreCloseNames.OfMembers(mismatch.Kernel, mismatch.KernelId, missing));
    }

    /// <summary>A field that would have to be loaded in another size, which would change its value.</summary>
    public CoreFailure SizeDiffers(CoreAccess path, CoreValue expected, CoreAccess found, CoreValue value) => Describe(
        path,
        $"the kernel has it as {found.Types.Describe(value.AccessTypeId)} of {value.AccessSizeInBytes} bytes, the program as {local.Describe(expected.AccessTypeId)} of {expected.AccessSizeInBytes}; " +
        "only pointers and unsigned numbers may differ in size",
        () => []);

    private CoreFailure Describe(CoreAccess? path, string reason, Func<ImmutableArray<string>> suggest) => new(
        program.Name,
        relocation,
        (uint)relocation.TypeId < (uint)local.Btf.Count ? local.Describe(relocation.TypeId) : $"type {relocation.TypeId}",
        path?.Field ?? "",
        LineOf(relocation.InstructionIndex),
        reason,
        suggest);

    private LineInfo? LineOf(int index)
    {
        LineInfo? line = null;
        foreach (LineInfo candidate in program.Lines)
        {
            if (candidate.InstructionIndex <= index)
                line = candidate;
        }
        return line;
    }
}
