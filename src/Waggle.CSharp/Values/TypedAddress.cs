namespace Waggle.CSharp;

/// <summary>A kernel object and its BTF type: <c>struct btf_ptr</c>.</summary>
public struct TypedAddress
{
    /// <summary>The object.</summary>
    public ulong Address;

    /// <summary>Number of its type in the kernel's BTF.</summary>
    public uint TypeId;

    /// <summary>0.</summary>
    public uint Flags;
}
