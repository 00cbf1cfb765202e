using Waggle.Bpf.Errors;
using Waggle.Vm.Execution;
using Waggle.Vm.Maps;

namespace Waggle.Vm.Helpers;

/// <summary>Values of tasks, cgroups, inodes and sockets (kernel/bpf/bpf_local_storage.c). Programs here get hold of the current task only.</summary>
internal static unsafe class StorageFunctions
{
    internal static readonly HelperRow[] Rows =
    [
        new(107, &Get),
        new(108, &Delete),
        new(145, &Get),
        new(146, &Delete),
        new(156, &Get),
        new(157, &Delete),
        new(210, &Get),
        new(211, &Delete),
    ];

    private static ulong Get(RunContext run, ulong map, ulong owner, ulong initial, ulong flags, ulong _) =>
        owner == HostObjects.CurrentTask ? (ulong)((ObjectStorage)run.MapOf(map)!).Get(run.Host.CurrentTask, (byte*)initial, flags) : 0;

    private static ulong Delete(RunContext run, ulong map, ulong owner, ulong _, ulong _1, ulong _2) =>
        owner == HostObjects.CurrentTask ? (ulong)((ObjectStorage)run.MapOf(map)!).Remove(run.Host.CurrentTask) : Results.Error(Errno.Invalid);
}
