namespace Waggle.CSharp;

/// <summary>How many entries a map holds. A hash without it holds 10,240, an array 1.</summary>
/// <param name="count">At least 1. User code can change it before the load.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class MaxEntriesAttribute(uint count) : Attribute
{
    /// <summary>Entries.</summary>
    public uint Count { get; } = count;
}
