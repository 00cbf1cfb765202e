using System.Collections.Frozen;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Vm.Maps;

namespace Waggle.Vm;

/// <summary>Finds the fields of a map's values that belong to the engine, by the names of their types (<c>btf_parse_fields</c> in kernel/bpf/btf.c).</summary>
internal static class ValueLayouts
{
    private const string SpinLock = "bpf_spin_lock";

    private static readonly FrozenDictionary<string, SpecialFieldKind> s_structs = new Dictionary<string, SpecialFieldKind>
    {
        [SpinLock] = SpecialFieldKind.SpinLock,
        ["bpf_timer"] = SpecialFieldKind.Timer,
        ["bpf_wq"] = SpecialFieldKind.WorkQueue,
        ["bpf_list_head"] = SpecialFieldKind.ListHead,
        ["bpf_list_node"] = SpecialFieldKind.ListNode,
        ["bpf_rb_root"] = SpecialFieldKind.TreeRoot,
        ["bpf_rb_node"] = SpecialFieldKind.TreeNode,
        ["bpf_refcount"] = SpecialFieldKind.Refcount,
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> s_tags = new[] { "kptr", "kptr_untrusted", "percpu_kptr" }.ToFrozenSet();

    /// <summary>The layout of a map's values, as its types say; plain if it has none.</summary>
    internal static ValueLayout Of(MapSpec map, Btf? types)
    {
        if (types is null || map.ValueTypeId <= 0 || map.ValueTypeId >= types.Count || types[types.SkipModifiers(map.ValueTypeId)] is not BtfComposite value)
            return ValueLayout.Plain;
        int spinLock = -1;
        List<(int Offset, int Length)> special = [];
        List<SpecialField> fields = [];
        foreach (BtfMember member in value.Members.OrderBy(m => m.OffsetInBits))
        {
            int offset = (int)(member.OffsetInBits / 8);
            switch (types[types.SkipModifiers(member.TypeId)])
            {
                case BtfComposite field when s_structs.TryGetValue(field.Name, out SpecialFieldKind kind) && offset + field.SizeInBytes <= map.ValueSizeInBytes:
                    if (field.Name == SpinLock) spinLock = offset;
                    special.Add((offset, (int)field.SizeInBytes));
                    fields.Add(new(kind, offset));
                    break;
                case BtfPointer pointer when types[pointer.TargetId] is BtfTypeTag tag && s_tags.Contains(tag.Name) && offset + sizeof(ulong) <= map.ValueSizeInBytes:
                    special.Add((offset, sizeof(ulong)));
                    fields.Add(new(SpecialFieldKind.KernelPointer, offset));
                    break;
            }
        }

        return special.Count == 0 ? ValueLayout.Plain : new ValueLayout(spinLock, [.. special]) { Fields = [.. fields] };
    }
}
