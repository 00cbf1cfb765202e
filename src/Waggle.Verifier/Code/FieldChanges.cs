using System.Collections.Immutable;
using Waggle.Verifier.Kernels;

namespace Waggle.Verifier.Code;

/// <summary>What a version sees in a map's value: what it does not know yet is bytes to it, and the tags of kernel pointers have changed.</summary>
/// <remarks>03b77e17aeb2 (6.4): until then "kptr" held no reference and "kptr_ref" did; since then it is "kptr_untrusted" and "kptr".</remarks>
internal static class FieldChanges
{
    /// <summary>The fields that a version sees.</summary>
    public static ImmutableArray<ValueField> In(ImmutableArray<ValueField> fields, KernelProfile kernel)
    {
        if (fields.IsEmpty) return fields;
        bool isRenamed = kernel.Has(KernelFeature.ReferencedPointersByKptr);
        return [.. fields.Where(field => IsSeen(field, kernel, isRenamed)).Select(field => !isRenamed && field.Tag == "kptr" ? field with { IsReferenced = false } : field)];
    }

    private static bool IsSeen(in ValueField field, KernelProfile kernel, bool isRenamed) => field.Kind switch
    {
        ValueFieldKind.Timer => kernel.Has(KernelFeature.Timers),
        ValueFieldKind.WorkQueue => kernel.Has(KernelFeature.WorkQueues),
        ValueFieldKind.ListHead or ValueFieldKind.ListNode => kernel.Has(KernelFeature.LinkedLists),
        ValueFieldKind.TreeRoot or ValueFieldKind.TreeNode => kernel.Has(KernelFeature.RedBlackTrees),
        ValueFieldKind.ReferenceCount => kernel.Has(KernelFeature.RefcountedObjects),
        ValueFieldKind.KernelPointer => field.Tag switch
        {
            "kptr" => kernel.Has(KernelFeature.KernelPointersInMaps),
            "kptr_ref" => kernel.Has(KernelFeature.KernelPointersInMaps) && !isRenamed,
            "percpu_kptr" => kernel.Has(KernelFeature.PerCpuLocalObjects),
            "uptr" => kernel.Version >= new KernelVersion(6, 13),
            _ => isRenamed,
        },
        _ => true,
    };
}
