namespace Waggle.CSharp;

/// <summary>Name of a struct in BTF, where the kernel knows it by that: <c>bpf_spin_lock</c> in a map's value, for example.</summary>
/// <param name="name">The name, without "struct".</param>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class BtfNameAttribute(string name) : Attribute
{
    /// <summary>The name, without "struct".</summary>
    public string Name { get; } = name;
}
