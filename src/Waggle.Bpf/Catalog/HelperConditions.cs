namespace Waggle.Bpf.Catalog;

/// <summary>Why a kernel may refuse a helper to a type of program that has it.</summary>
[Flags]
public enum HelperConditions
{
    /// <summary>It does not.</summary>
    None = 0,

    /// <summary>Only some attach types, or structs of operations, have it.</summary>
    AttachPoint = 1 << 0,

    /// <summary>It depends on how the kernel was built, or on whether it is locked down.</summary>
    Configuration = 1 << 1,
}
