using System.Collections.Immutable;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;

namespace Waggle.Verifier.Code;

/// <summary>Finds what is more than bytes in a map's value, by its type (<c>btf_parse_fields</c> in kernel/bpf/btf.c).</summary>
internal static class ValueFields
{
    private const int DeepestNesting = 4;

    private static readonly Dictionary<string, (ValueFieldKind Kind, int Size)> s_byName = new(StringComparer.Ordinal)
    {
        ["bpf_spin_lock"] = (ValueFieldKind.SpinLock, 4),
        ["bpf_res_spin_lock"] = (ValueFieldKind.SpinLock, 4),
        ["bpf_timer"] = (ValueFieldKind.Timer, 16),
        ["bpf_wq"] = (ValueFieldKind.WorkQueue, 16),
        ["bpf_task_work"] = (ValueFieldKind.TaskWork, 8),
        ["bpf_list_head"] = (ValueFieldKind.ListHead, 16),
        ["bpf_list_node"] = (ValueFieldKind.ListNode, 24),
        ["bpf_rb_root"] = (ValueFieldKind.TreeRoot, 16),
        ["bpf_rb_node"] = (ValueFieldKind.TreeNode, 32),
        ["bpf_refcount"] = (ValueFieldKind.ReferenceCount, 4),
    };

    /// <summary>The fields of a map's value, in order of place.</summary>
    public static ImmutableArray<ValueField> Of(MapSpec map, Btf? types)
    {
        if (types is null || map.ValueTypeId <= 0 || map.ValueTypeId >= types.Count) return [];
        return OfType(types, map.ValueTypeId);
    }

    /// <summary>The fields of a struct.</summary>
    public static ImmutableArray<ValueField> OfType(Btf types, int typeId) => ObjectTypes.Of(types).FieldsOf(typeId);

    /// <summary>Finds the fields of a type: to be kept, for many programs ask.</summary>
    internal static ImmutableArray<ValueField> Find(Btf types, int typeId)
    {
        List<ValueField> found = [];
        Collect(types, typeId, 0, 0, found);
        return [.. found.OrderBy(field => field.Offset)];
    }

    private static void Collect(Btf types, int typeId, int offset, int depth, List<ValueField> found)
    {
        if (depth > DeepestNesting) return;
        switch (types[types.SkipModifiers(typeId)])
        {
            case BtfDataSection section:
                foreach (BtfSectionVariable variable in section.Variables)
                {
                    if (types[variable.VariableId] is BtfVariable each) Visit(types, each.TypeId, offset + (int)variable.Offset, depth, found, variable.VariableId, -1);
                }
                break;
            case BtfComposite { IsUnion: false } composite:
                int owner = types.SkipModifiers(typeId);
                for (int i = 0; i < composite.Members.Length; i++)
                {
                    BtfMember member = composite.Members[i];
                    if (member.BitFieldSize == 0) Visit(types, member.TypeId, offset + (int)(member.OffsetInBits / 8), depth, found, owner, i);
                }
                break;
        }
    }

    private static void Visit(Btf types, int typeId, int offset, int depth, List<ValueField> found, int owner, int component)
    {
        int bare = types.SkipModifiers(typeId);
        switch (types[bare])
        {
            case BtfComposite composite when s_byName.TryGetValue(composite.Name, out (ValueFieldKind Kind, int Size) known):
                (int node, int place) = known.Kind is ValueFieldKind.ListHead or ValueFieldKind.TreeRoot ? Contained(types, owner, component) : default;
                found.Add(new(known.Kind, offset, known.Size, node, NodeOffset: place));
                break;
            case BtfComposite:
                Collect(types, bare, offset, depth + 1, found);
                break;
            case BtfArray array:
                int size = (int)types.SizeOf(array.ElementId);
                for (int i = 0; i < Math.Min(array.Count, 16); i++) Visit(types, array.ElementId, offset + i * size, depth + 1, found, owner, component);
                break;
            case BtfPointer pointer when TagOf(types, pointer.TargetId) is { } tag:
                found.Add(new(ValueFieldKind.KernelPointer, offset, 8, types.SkipModifiers(pointer.TargetId), tag != "kptr_untrusted", Tag: tag));
                break;
        }
    }

    // "contains:STRUCT:MEMBER", the tag of a list's head or a tree's root.
    private static (int TypeId, int Offset) Contained(Btf types, int owner, int component)
    {
        const string Prefix = "contains:";
        foreach (BtfDeclarationTag tag in ObjectTypes.Of(types).TagsOf(owner))
        {
            if (tag.ComponentIndex != component || !tag.Name.StartsWith(Prefix, StringComparison.Ordinal)) continue;
            string[] words = tag.Name[Prefix.Length..].Split(':');
            if (words.Length != 2 || !types.TryFind(words[0], out int typeId, out BtfComposite? composite)) return default;
            foreach (BtfMember member in composite.Members)
            {
                if (member.Name == words[1]) return (typeId, (int)member.OffsetInBits / 8);
            }
        }
        return default;
    }

    private static string? TagOf(Btf types, int id)
    {
        while (id > 0)
        {
            switch (types[id])
            {
                case BtfTypeTag { Name: "kptr" or "kptr_ref" or "kptr_untrusted" or "percpu_kptr" or "uptr" } tag:
                    return tag.Name;
                case BtfTypeTag tag:
                    id = tag.TargetId;
                    break;
                case BtfQualified qualified:
                    id = qualified.TargetId;
                    break;
                case BtfTypedef typedef:
                    id = typedef.TargetId;
                    break;
                default:
                    return null;
            }
        }
        return null;
    }
}
