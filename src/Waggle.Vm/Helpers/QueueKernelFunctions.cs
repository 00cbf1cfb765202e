using Waggle.Bpf.Errors;
using Waggle.Vm.Execution;
using Waggle.Vm.Maps;

namespace Waggle.Vm.Helpers;

/// <summary>Work queues in map values (kernel/bpf/helpers.c): timers without a time, called as soon as may be.</summary>
internal static unsafe class QueueKernelFunctions
{
    internal static readonly KernelFunctionRow[] Rows =
    [
        new("bpf_wq_init", &Init),
        new("bpf_wq_set_callback_impl", &SetCallback),
        new("bpf_wq_start", &Start),
    ];

    private static ulong Init(RunContext run, ulong queue, ulong map, ulong flags, ulong _, ulong _1) =>
        TimerFunctions.Init(run, queue, map, (uint)flags, SpecialFieldKind.WorkQueue);

    private static ulong SetCallback(RunContext run, ulong queue, ulong callback, ulong flags, ulong _, ulong _1) =>
        Results.Error((uint)flags != 0 ? Errno.Invalid : run.Callbacks.SetCallback(queue, run.Current, (int)FunctionHandles.IndexOf(callback)));

    private static ulong Start(RunContext run, ulong queue, ulong flags, ulong _, ulong _1, ulong _2) => Results.Error(run.Callbacks.StartWork(queue, (uint)flags));
}
