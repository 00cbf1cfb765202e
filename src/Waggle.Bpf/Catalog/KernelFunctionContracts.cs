using System.Collections.Frozen;

namespace Waggle.Bpf.Catalog;

/// <summary>The contracts of kernel functions that do not need a kernel's own objects, as Linux 6.18 has them.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public static class KernelFunctionContracts
{
    private static readonly FrozenDictionary<string, KernelFunctionContract> s_byName =
        KernelFunctionContractRows.Rows.ToFrozenDictionary(row => row.Name, StringComparer.Ordinal);

    /// <summary>All of them, in order of subject.</summary>
    public static IReadOnlyList<KernelFunctionContract> All => KernelFunctionContractRows.Rows;

    /// <summary>The contract of a function; null if there is none here.</summary>
    public static KernelFunctionContract? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return s_byName.GetValueOrDefault(name);
    }
}
