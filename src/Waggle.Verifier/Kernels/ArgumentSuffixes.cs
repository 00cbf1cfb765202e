using static Waggle.Verifier.Kernels.ArgumentSuffix;

namespace Waggle.Verifier.Kernels;

/// <summary>The ends of names that kernel functions say more of their arguments by.</summary>
/// <remarks>The <c>is_kfunc_arg_*</c> functions of kernel/bpf/verifier.c, and Documentation/bpf/kfuncs.rst.</remarks>
internal static class ArgumentSuffixes
{
    private static readonly (string Text, ArgumentSuffix Suffix, KernelVersion Since)[] s_rows =
    [
        ("__sz", Size, new(5, 18)),
        ("__szk", ConstantSize, new(6, 4)),
        ("__k", Constant, new(6, 2)),
        ("__ign", Ignored, new(6, 2)),
        ("__uninit", Uninitialised, new(6, 4)),
        ("__alloc", LocalObject, new(6, 2)),
        ("__refcounted_kptr", Refcounted, new(6, 4)),
        ("__nullable", ArgumentSuffix.Nullable, new(6, 7)),
        ("__opt", Optional, new(6, 5)),
        ("__str", Text, new(6, 9)),
        ("__map", Map, new(6, 9)),
        ("__iter", Iterator, new(6, 11)),
        ("__prog", Program, new(6, 15)),
        ("__irq_flag", InterruptFlag, new(6, 14)),
    ];

    /// <summary>What the name of an argument says in a version.</summary>
    /// <returns>Null if it says nothing. A name has one suffix at most; only the kernel's own functions have any.</returns>
    public static ArgumentSuffix? Find(string argumentName, KernelVersion version)
    {
        foreach ((string text, ArgumentSuffix suffix, KernelVersion since) in s_rows)
        {
            if (since <= version && argumentName.EndsWith(text, StringComparison.Ordinal)) return suffix;
        }
        return null;
    }
}
