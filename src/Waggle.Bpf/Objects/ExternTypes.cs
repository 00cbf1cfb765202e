using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>Compares what an object declares of the kernel with what the kernel has.</summary>
public static class ExternTypes
{
    /// <summary>Whether the kernel's variable or function may be used by a declaration: the same kinds of types all the way, by libbpf's
    /// rules (<c>bpf_core_types_are_compat</c>).</summary>
    /// <param name="local">The object's types.</param>
    /// <param name="localId">Type of the declared variable, or prototype of the declared function.</param>
    /// <param name="kernel">The kernel's types.</param>
    /// <param name="kernelId">The same of the kernel's.</param>
    /// <exception cref="BtfFormatException">Types that are needed break a rule of the format.</exception>
    public static bool AreCompatible(Btf local, int localId, Btf kernel, int kernelId)
    {
        ArgumentNullException.ThrowIfNull(local);
        ArgumentNullException.ThrowIfNull(kernel);
        return new CoreCompatibility(new(local), new(kernel)).AreTypesCompatible(localId, kernelId);
    }

    /// <summary>A name without its flavour: "bpf_cpumask_create" of "bpf_cpumask_create___old".</summary>
    public static string EssentialName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return BtfFlavours.EssentialName(name);
    }
}
