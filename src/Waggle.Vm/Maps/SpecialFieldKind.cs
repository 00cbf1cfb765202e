namespace Waggle.Vm.Maps;

/// <summary>What a field of a map's value is that belongs to the engine (<c>enum btf_field_type</c> in include/linux/bpf.h).</summary>
internal enum SpecialFieldKind
{
    /// <summary><c>struct bpf_spin_lock</c></summary>
    SpinLock,

    /// <summary><c>struct bpf_timer</c></summary>
    Timer,

    /// <summary><c>struct bpf_wq</c></summary>
    WorkQueue,

    /// <summary>A pointer with <c>__kptr</c> or one of its kin.</summary>
    KernelPointer,

    /// <summary><c>struct bpf_list_head</c></summary>
    ListHead,

    /// <summary><c>struct bpf_list_node</c></summary>
    ListNode,

    /// <summary><c>struct bpf_rb_root</c></summary>
    TreeRoot,

    /// <summary><c>struct bpf_rb_node</c></summary>
    TreeNode,

    /// <summary><c>struct bpf_refcount</c></summary>
    Refcount,
}
