using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>A step of a path into a type: a named member, or an element of an array.</summary>
/// <param name="TypeId">Of a member the struct or union that has it; of an element its own type.</param>
/// <param name="Index">Which member or element.</param>
/// <param name="Name">The member's name; null for an element.</param>
internal readonly record struct CoreStep(int TypeId, int Index, string? Name);

/// <summary>A path into a type of one BTF and where it leads. Members without a name are passed through and are no steps.</summary>
internal sealed record CoreAccess(CoreTypes Types, int RootId, ImmutableArray<CoreStep> Steps, uint BitOffset)
{
    private const int MaxSteps = 64; // as libbpf's BPF_CORE_SPEC_MAX_LEN

    /// <summary>The path in the words of C: "real_parent.tgid", "comm[2]".</summary>
    public string Field
    {
        get
        {
            var text = new StringBuilder();
            foreach ((int i, CoreStep step) in Steps.Index())
            {
                if (step.Name is not null)
                    text.Append(text.Length > 0 ? "." : "").Append(step.Name);
                else if (i > 0 || step.Index > 0)
                    text.Append(CultureInfo.InvariantCulture, $"[{step.Index}]");
            }
            return text.ToString();
        }
    }

    /// <summary>Reads a relocation's path, such as "0:2:1".</summary>
    /// <returns>The path, or what is wrong with it.</returns>
    public static (CoreAccess? Access, string Error) Parse(CoreTypes types, CoreRelocation relocation)
    {
        string[] parts = relocation.Access.Split(':');
        var indices = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts.Length > MaxSteps || !int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out indices[i]))
                return (null, $"the path '{relocation.Access}' is not made of up to {MaxSteps} numbers with colons between them");
        }
        if (relocation.Kind.IsAboutType())
            return indices is [0] ? (new(types, relocation.TypeId, [], 0), "") : (null, $"the path of a question about a type is '0', not '{relocation.Access}'");
        int root = types.SkipModifiers(relocation.TypeId);
        return relocation.Kind.IsAboutEnum() ? ParseEnum(types, relocation, root, indices) : ParseField(types, relocation, root, indices);
    }

    private static (CoreAccess?, string) ParseEnum(CoreTypes types, CoreRelocation relocation, int root, int[] indices) =>
        indices.Length == 1 && types[root] is BtfEnum values && indices[0] < values.Values.Length
            ? (new(types, relocation.TypeId, [new(root, indices[0], values.Values[indices[0]].Name)], 0), "")
            : (null, $"the path '{relocation.Access}' names no enumerator of {types.Describe(root)}");

    private static (CoreAccess?, string) ParseField(CoreTypes types, CoreRelocation relocation, int id, int[] indices)
    {
        var steps = ImmutableArray.CreateBuilder<CoreStep>(indices.Length);
        ulong bits = 0;
        if (!TryAddElements(types, id, indices[0], ref bits))
            return (null, $"{types.Describe(id)} has no size, or the path leads too far");
        steps.Add(new(id, indices[0], null));
        foreach (int index in indices.AsSpan(1))
        {
            id = types.SkipModifiers(id);
            switch (types[id])
            {
                case BtfComposite composite when index < composite.Members.Length:
                    BtfMember member = composite.Members[index];
                    bits += member.OffsetInBits;
                    if (member.Name != "")
                        steps.Add(new(id, index, member.Name));
                    id = member.TypeId;
                    break;
                case BtfArray array when index < array.Count || IsFlexible(types, steps[^1], array):
                    id = types.SkipModifiers(array.ElementId);
                    steps.Add(new(id, index, null));
                    if (!TryAddElements(types, id, index, ref bits))
                        return (null, $"an element of {types.Describe(id)} has no size, or the path leads too far");
                    break;
                default:
                    return (null, $"the path '{relocation.Access}' has no step {index} in {types.Describe(id)}");
            }
        }
        return bits <= uint.MaxValue ? (new(types, relocation.TypeId, steps.ToImmutable(), (uint)bits), "") : (null, "the path leads too far");
    }

    /// <summary>Adds the offset of an element; false if it has no size or lies beyond 512 MiB.</summary>
    public static bool TryAddElements(CoreTypes types, int elementId, int index, ref ulong bits)
    {
        if (!types.Btf.TrySizeOf(elementId, out uint size))
            return index == 0 && types[elementId] is BtfVoid or BtfForward or BtfFunctionPrototype; // *p itself needs no size
        UInt128 all = (UInt128)size * (uint)index * 8 + bits;
        bits = all <= uint.MaxValue ? (ulong)all : uint.MaxValue;
        return all <= uint.MaxValue;
    }

    /// <summary>Whether an array may be indexed beyond its length: it has none and is the last member (<c>is_flex_arr</c>).</summary>
    public static bool IsFlexible(CoreTypes types, CoreStep member, BtfArray array) =>
        array.Count == 0 && member.Name is not null && types[member.TypeId] is BtfComposite composite
        && member.Index == composite.Members.Length - 1;
}
