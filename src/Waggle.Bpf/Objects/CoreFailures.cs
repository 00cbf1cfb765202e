using System.Collections.Immutable;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>Says what a relocation met, in terms of the program's source and the kernel's types.</summary>
internal sealed class CoreFailures(ProgramSpec program, CoreTypes local, CoreTypes kernel, CoreRelocation relocation)
{
    private const int MaxSuggestions = 3;

    public CoreRelocation Relocation => relocation;

    /// <summary>A contradiction, which no kernel could resolve.</summary>
    public CoreRelocationException Error(CoreAccess? path, string reason) => new(Describe(path, reason, []));

    /// <summary>Something that this kernel does not have.</summary>
    public CoreFailure Unresolved(CoreAccess path, CoreMismatch? mismatch)
    {
        if (mismatch is null)
            return Describe(path, $"the kernel has no {local.Describe(relocation.TypeId)}", []);
        string? missing = mismatch.Step < path.Steps.Length ? path.Steps[mismatch.Step].Name : null;
        return Describe(path, mismatch.Reason, missing is null ? [] : CloseNames(missing, mismatch.KernelId));
    }

    /// <summary>A field that would have to be loaded in another size, which would change its value.</summary>
    public CoreFailure SizeDiffers(CoreAccess path, CoreValue expected, CoreValue value) => Describe(
        path,
        $"the kernel has it as {kernel.Describe(value.AccessTypeId)} of {value.AccessSizeInBytes} bytes, the program as {local.Describe(expected.AccessTypeId)} of {expected.AccessSizeInBytes}; " +
        "only pointers and unsigned numbers may differ in size",
        []);

    private CoreFailure Describe(CoreAccess? path, string reason, ImmutableArray<string> suggestions) => new(
        program.Name,
        relocation,
        (uint)relocation.TypeId < (uint)local.Btf.Count ? local.Describe(relocation.TypeId) : $"type {relocation.TypeId}",
        path?.Field ?? "",
        LineOf(relocation.InstructionIndex),
        reason,
        suggestions);

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

    private ImmutableArray<string> CloseNames(string name, int kernelId)
    {
        IEnumerable<string> names = kernel[kernelId] is BtfEnum values ? values.Values.Select(v => v.Name) : MemberNames(kernelId, []);
        return
        [
            .. names.Distinct(StringComparer.Ordinal)
                .Select(n => (Name: n, Distance: EditDistance(name, n)))
                .Where(n => n.Distance <= Math.Max(2, name.Length / 2))
                .OrderBy(n => n.Distance).ThenBy(n => n.Name, StringComparer.Ordinal)
                .Take(MaxSuggestions)
                .Select(n => n.Name),
        ];
    }

    private IEnumerable<string> MemberNames(int id, HashSet<int> seen)
    {
        if (kernel[id] is not BtfComposite composite || seen.Count > Btf.MaxDepth || !seen.Add(id))
            return [];
        return composite.Members.SelectMany(m => m.Name != "" ? [m.Name] : MemberNames(kernel.SkipModifiers(m.TypeId), seen));
    }

    // Levenshtein's distance, row by row; long names are cut, for they are not typing errors of each other beyond that.
    private static int EditDistance(string a, string b)
    {
        const int MaxLength = 64;
        (a, b) = (a[..Math.Min(a.Length, MaxLength)], b[..Math.Min(b.Length, MaxLength)]);
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }
        return row[b.Length];
    }
}
