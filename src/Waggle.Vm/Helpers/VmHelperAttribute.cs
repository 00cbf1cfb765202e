namespace Waggle.Vm.Helpers;

/// <summary>Makes a static method a helper that programs can call; <see cref="VmHelper"/> says which methods can be one.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class VmHelperAttribute : Attribute
{
    /// <summary>Marks a method.</summary>
    /// <param name="name">What C code calls it: <c>extern long NAME(...) __ksym;</c>. Null for the method's own name.</param>
    public VmHelperAttribute(string? name = null) => Name = name;

    /// <summary>What C code calls it; null for the method's own name.</summary>
    public string? Name { get; }

    /// <summary>The immediate of a call, for code that calls by number; 0 for a helper that is called by name only.</summary>
    /// <remarks>From <see cref="VmHelper.FirstNumber"/> on: what lies below is Linux's.</remarks>
    public int Number { get; init; }
}
