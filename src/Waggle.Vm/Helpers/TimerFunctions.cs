using Waggle.Bpf.Errors;
using Waggle.Vm.Execution;
using Waggle.Vm.Maps;

namespace Waggle.Vm.Helpers;

/// <summary>Timers in map values (kernel/bpf/helpers.c).</summary>
internal static unsafe class TimerFunctions
{
    internal static readonly HelperRow[] Rows =
    [
        new(169, &Init),
        new(170, &SetCallback),
        new(171, &Start),
        new(172, &Cancel),
    ];

    private static ulong Init(RunContext run, ulong timer, ulong map, ulong flags, ulong _, ulong _1) => Init(run, timer, map, flags, SpecialFieldKind.Timer);

    /// <summary>Begins a timer or a work queue.</summary>
    internal static ulong Init(RunContext run, ulong place, ulong mapHandle, ulong flags, SpecialFieldKind kind)
    {
        VmMap map = run.MapOf(mapHandle)!;
        ulong value = place - (ulong)map.Layout.OffsetOf(kind);
        // An element that was deleted meanwhile is only there to be read.
        return Results.Error(map.TryCopyKey((byte*)value, null) ? run.Callbacks.Init(place, map, value, kind, flags) : Errno.NotPermitted);
    }

    private static ulong SetCallback(RunContext run, ulong timer, ulong callback, ulong _, ulong _1, ulong _2) =>
        Results.Error(run.Callbacks.SetCallback(timer, run.Current, (int)FunctionHandles.IndexOf(callback)));

    private static ulong Start(RunContext run, ulong timer, ulong nanoseconds, ulong flags, ulong _, ulong _1) =>
        Results.Error(run.Callbacks.Start(timer, nanoseconds, flags));

    private static ulong Cancel(RunContext run, ulong timer, ulong _, ulong _1, ulong _2, ulong _3) => (ulong)run.Callbacks.Cancel(timer, run.Cpu);
}
