namespace Waggle.Verifier.Code;

/// <summary>Something in a map's value that is more than bytes (<c>struct btf_field</c> in include/linux/bpf.h).</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Offset">Its first byte.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="TypeId">What a kernel pointer points to, or a list or tree holds, in the object's types; 0 for others.</param>
/// <param name="IsReferenced">Whether a kernel pointer holds a reference.</param>
/// <param name="NodeOffset">Where in what a list or tree holds its node is.</param>
/// <param name="Tag">The tag that makes a pointer a kernel pointer.</param>
internal readonly record struct ValueField(ValueFieldKind Kind, int Offset, int Size, int TypeId = 0, bool IsReferenced = false, int NodeOffset = 0, string? Tag = null);

/// <summary>The kinds of such fields.</summary>
internal enum ValueFieldKind
{
    SpinLock,
    Timer,
    WorkQueue,
    TaskWork,
    KernelPointer,
    ListHead,
    ListNode,
    TreeRoot,
    TreeNode,
    ReferenceCount,
}
