using Waggle.Bpf.Errors;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Helpers;

/// <summary>Kernel functions that change nothing here: a run has its CPU for itself, keeps what it points to, and is interrupted by nobody; the only task
/// is its own; packets come from no hardware that knows more of them.</summary>
internal static unsafe class StateKernelFunctions
{
    internal static readonly KernelFunctionRow[] Rows =
    [
        new("bpf_rcu_read_lock", &Nothing),
        new("bpf_rcu_read_unlock", &Nothing),
        new("bpf_preempt_disable", &Nothing),
        new("bpf_preempt_enable", &Nothing),
        new("bpf_local_irq_save", &SaveInterrupts),
        new("bpf_local_irq_restore", &Nothing),
        new("bpf_task_acquire", &Same),
        new("bpf_task_release", &Nothing),
        new("bpf_xdp_metadata_rx_timestamp", &NotThere),
        new("bpf_xdp_metadata_rx_hash", &NotThere),
        new("bpf_xdp_metadata_rx_vlan_tag", &NotThere),
    ];

    private static ulong Nothing(RunContext run, ulong _, ulong _1, ulong _2, ulong _3, ulong _4) => 0;

    private static ulong Same(RunContext run, ulong thing, ulong _, ulong _1, ulong _2, ulong _3) => thing;

    private static ulong SaveInterrupts(RunContext run, ulong flags, ulong _, ulong _1, ulong _2, ulong _3)
    {
        *(ulong*)flags = 0;
        return 0;
    }

    private static ulong NotThere(RunContext run, ulong _, ulong _1, ulong _2, ulong _3, ulong _4) => Results.Error(Errno.OperationNotSupported);
}
