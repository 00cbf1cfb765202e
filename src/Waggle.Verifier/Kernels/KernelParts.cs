using Waggle.Bpf.Types;

namespace Waggle.Verifier.Kernels;

/// <summary>Parts that a kernel was built with or not, as far as its types tell: a function of such a part is among them, or is not.</summary>
internal static class KernelParts
{
    // In every kernel that loads programs: types without it are only some of a kernel's, and tell nothing.
    private const string Always = "bpf_check_attach_target";

    /// <summary>Whether functions can be made to fail (CONFIG_FUNCTION_ERROR_INJECTION); true if nothing is known.</summary>
    public static bool InjectsErrors(Btf? types) => !Lacks(types, "within_error_injection_list");

    /// <summary>Whether programs of kprobes can make them fail (CONFIG_BPF_KPROBE_OVERRIDE); true if nothing is known.</summary>
    public static bool OverridesReturns(Btf? types) => !Lacks(types, "bpf_override_return");

    private static bool Lacks(Btf? types, string function) =>
        types is not null && !types.TryFind(function, out _, out BtfFunction? _) && types.TryFind(Always, out _, out BtfFunction? _);
}
