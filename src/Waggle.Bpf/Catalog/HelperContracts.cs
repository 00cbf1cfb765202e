using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Waggle.Bpf.Catalog;

/// <summary>The contracts of all helpers, as Linux 6.18 has them.</summary>
/// <remarks>Immutable and thread-safe. A number has several contracts where program types differ in what it takes. Older kernels have
/// fewer helpers for fewer types: until Linux 6.12 those that look at tasks were for tracing programs only.</remarks>
public static class HelperContracts
{
    private static readonly FrozenDictionary<int, ImmutableArray<HelperContract>> s_byNumber =
        HelperContractRows.Rows.GroupBy(row => row.Number).ToFrozenDictionary(rows => rows.Key, rows => rows.ToImmutableArray());

    /// <summary>All contracts, in order of number.</summary>
    public static IReadOnlyList<HelperContract> All => HelperContractRows.Rows;

    /// <summary>The contracts of a helper; none if there is no helper of this number.</summary>
    public static ImmutableArray<HelperContract> Of(int number) => s_byNumber.TryGetValue(number, out ImmutableArray<HelperContract> found) ? found : [];

    /// <summary>The contract of a helper for a type of program.</summary>
    /// <returns>Null if such programs can't call it.</returns>
    public static HelperContract? Find(int number, ProgramType type)
    {
        foreach (HelperContract contract in Of(number))
        {
            if (contract.Types.Contains(type)) return contract;
        }
        return null;
    }
}
