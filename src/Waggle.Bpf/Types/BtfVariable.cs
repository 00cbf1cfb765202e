using System.Collections.Immutable;

namespace Waggle.Bpf.Types;

/// <summary>A variable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TypeId">Its type.</param>
/// <param name="Linkage">Static, global or extern.</param>
public sealed record BtfVariable(string Name, int TypeId, BtfLinkage Linkage) : BtfType(Name);

/// <summary>A data section and the variables in it.</summary>
/// <param name="Name">Section name, such as ".maps".</param>
/// <param name="SizeInBytes">Its size.</param>
/// <param name="Variables">Variables in order of offset.</param>
public sealed record BtfDataSection(string Name, uint SizeInBytes, ImmutableArray<BtfSectionVariable> Variables) : BtfType(Name)
{
    /// <summary>Compares by content: two arrays with equal items are equal.</summary>
    public bool Equals(BtfDataSection? other) =>
        other is not null && Name == other.Name && SizeInBytes == other.SizeInBytes && Variables.AsSpan().SequenceEqual(other.Variables.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, SizeInBytes, Variables.Length);
}

/// <summary>A variable's place in a data section.</summary>
/// <param name="VariableId">The <see cref="BtfVariable"/>.</param>
/// <param name="Offset">Byte offset in the section.</param>
/// <param name="SizeInBytes">Its size.</param>
public readonly record struct BtfSectionVariable(int VariableId, uint Offset, uint SizeInBytes);
