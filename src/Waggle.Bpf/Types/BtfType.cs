namespace Waggle.Bpf.Types;

/// <summary>One BTF type. References to other types are ids within the same <see cref="Btf"/>; id 0 is void.</summary>
/// <param name="Name">Name, or "" for an anonymous type.</param>
/// <remarks>Immutable. Source: the kernel's Documentation/bpf/btf.rst and include/uapi/linux/btf.h.</remarks>
public abstract record BtfType(string Name);

/// <summary>Id 0, and what a pointer to nothing in particular points to.</summary>
public sealed record BtfVoid() : BtfType("");
