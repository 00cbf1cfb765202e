using static Waggle.Bpf.Catalog.HelperArguments;
using static Waggle.Bpf.Catalog.HelperReturn;

namespace Waggle.Bpf.Catalog;

/// <summary>The rows of <see cref="KernelFunctionContracts"/>.</summary>
internal static class KernelFunctionContractRows
{
    private const int IteratorOfNumbers = 8, IteratorOfBits = 16; // struct bpf_iter_num, struct bpf_iter_bits
    private const int InterruptFlags = 8; // unsigned long

    // The __bpf_kfunc definitions of kernel/bpf/helpers.c, kernel/bpf/bpf_iter.c, kernel/bpf/arena.c, net/core/filter.c and net/core/xdp.c, Linux 6.18. What may be
    // any address, as it is read with care (__ign), is Anything.
    internal static readonly KernelFunctionContract[] Rows =
    [
        new("bpf_dynptr_from_skb", Integer, [Context, Anything, DynamicPointerOut], "6.4"),
        new("bpf_dynptr_from_xdp", Integer, [Context, Anything, DynamicPointerOut], "6.4"),
        new("bpf_dynptr_slice", DynamicMemoryOrNull, [DynamicPointer, Anything, MemoryOutOrNull, SizeOrZero], "6.4"),
        new("bpf_dynptr_slice_rdwr", DynamicMemoryOrNull, [DynamicPointer, Anything, MemoryOutOrNull, SizeOrZero], "6.4"),
        new("bpf_dynptr_adjust", Integer, [DynamicPointer, Anything, Anything], "6.5"),
        new("bpf_dynptr_is_null", Integer, [DynamicPointer], "6.5"),
        new("bpf_dynptr_is_rdonly", Integer, [DynamicPointer], "6.5"),
        new("bpf_dynptr_size", Integer, [DynamicPointer], "6.5"),
        new("bpf_dynptr_clone", Integer, [DynamicPointer, DynamicPointerOut], "6.5"),
        new("bpf_dynptr_copy", Integer, [DynamicPointer, Anything, DynamicPointer, Anything, Anything], "6.15"),
        new("bpf_dynptr_memset", Integer, [DynamicPointer, Anything, Anything, Anything], "6.17"),

        new("bpf_iter_num_new", Integer, [IteratorOut(IteratorOfNumbers), Anything, Anything], "6.4"),
        new("bpf_iter_num_next", IteratorItemOrNull, [Iterator(IteratorOfNumbers)], "6.4"),
        new("bpf_iter_num_destroy", Nothing, [Iterator(IteratorOfNumbers)], "6.4"),
        new("bpf_iter_bits_new", Integer, [IteratorOut(IteratorOfBits), Anything, Anything], "6.11"),
        new("bpf_iter_bits_next", IteratorItemOrNull, [Iterator(IteratorOfBits)], "6.11"),
        new("bpf_iter_bits_destroy", Nothing, [Iterator(IteratorOfBits)], "6.11"),

        new("bpf_rcu_read_lock", Nothing, [], "6.2"),
        new("bpf_rcu_read_unlock", Nothing, [], "6.2"),
        new("bpf_preempt_disable", Nothing, [], "6.10"),
        new("bpf_preempt_enable", Nothing, [], "6.10"),
        new("bpf_local_irq_save", Nothing, [FixedOut(InterruptFlags)], "6.14"),
        new("bpf_local_irq_restore", Nothing, [Fixed(InterruptFlags)], "6.14"),

        new("bpf_wq_init", Integer, [WorkQueuePlace, Map, Anything], "6.10"),
        new("bpf_wq_set_callback_impl", Integer, [WorkQueuePlace, Callback, Anything], "6.10"),
        new("bpf_wq_start", Integer, [WorkQueuePlace, Anything], "6.10"),

        new("bpf_arena_alloc_pages", Integer, [Map, Anything, Anything, Anything, Anything], "6.9"),
        new("bpf_arena_free_pages", Nothing, [Map, Anything, Anything], "6.9"),

        new("bpf_strcmp", Integer, [Anything, Anything], "6.17"),
        new("bpf_strcasecmp", Integer, [Anything, Anything], "6.18"),
        new("bpf_strchr", Integer, [Anything, Anything], "6.17"),
        new("bpf_strchrnul", Integer, [Anything, Anything], "6.17"),
        new("bpf_strnchr", Integer, [Anything, Anything, Anything], "6.17"),
        new("bpf_strrchr", Integer, [Anything, Anything], "6.17"),
        new("bpf_strlen", Integer, [Anything], "6.17"),
        new("bpf_strnlen", Integer, [Anything, Anything], "6.17"),
        new("bpf_strspn", Integer, [Anything, Anything], "6.17"),
        new("bpf_strcspn", Integer, [Anything, Anything], "6.17"),
        new("bpf_strstr", Integer, [Anything, Anything], "6.17"),
        new("bpf_strnstr", Integer, [Anything, Anything, Anything], "6.17"),
        new("bpf_copy_from_user_str", Integer, [MemoryOut, SizeOrZero, Anything, Anything], "6.12"),

        new("bpf_task_acquire", KernelPointerOrNull, [Kernel("task_struct")], "6.2"),
        new("bpf_task_release", Nothing, [Kernel("task_struct")], "6.2"),

        new("bpf_xdp_metadata_rx_timestamp", Integer, [Context, FixedOut(8)], "6.3"),
        new("bpf_xdp_metadata_rx_hash", Integer, [Context, FixedOut(4), FixedOut(4)], "6.3"),
        new("bpf_xdp_metadata_rx_vlan_tag", Integer, [Context, FixedOut(2), FixedOut(2)], "6.8"),
    ];
}
