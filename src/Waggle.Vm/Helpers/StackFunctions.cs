using Waggle.Bpf.Errors;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Helpers;

/// <summary>Stacks of the task, as the host tells them (kernel/bpf/stackmap.c).</summary>
internal static unsafe class StackFunctions
{
    private const ulong SkipMask = 0xFF;         // BPF_F_SKIP_FIELD_MASK
    private const ulong UserStack = 1 << 8;      // BPF_F_USER_STACK
    private const ulong UserBuildId = 1 << 11;   // BPF_F_USER_BUILD_ID
    private const int DeepestStack = 127;        // kernel.perf_event_max_stack

    internal static readonly HelperRow[] Rows =
    [
        new(67, &Get),
        new(141, &GetOfTask),
    ];

    private static ulong Get(RunContext run, ulong context, ulong buffer, ulong size, ulong flags, ulong _) => Capture(run, buffer, (int)size, flags);

    private static ulong GetOfTask(RunContext run, ulong task, ulong buffer, ulong size, ulong flags, ulong _) => Capture(run, buffer, (int)size, flags);

    private static ulong Capture(RunContext run, ulong buffer, int size, ulong flags)
    {
        Span<byte> target = new((void*)buffer, size);
        bool isUser = (flags & UserStack) != 0;
        Errno error = (flags & ~(SkipMask | UserStack | UserBuildId)) != 0 || ((flags & UserBuildId) != 0 && !isUser) || size % sizeof(ulong) != 0
            ? Errno.Invalid
            : (flags & UserBuildId) != 0 ? Results.Fault : Errno.None; // build ids are not told
        if (error == Errno.None)
        {
            Span<ulong> addresses = stackalloc ulong[DeepestStack];
            int count = run.Host.CaptureStack(isUser, addresses);
            int skip = (int)(flags & SkipMask);
            if (count >= skip && count <= DeepestStack)
            {
                count = Math.Min(count - skip, size / sizeof(ulong));
                target.Clear();
                addresses.Slice(skip, count).CopyTo(new Span<ulong>((void*)buffer, count));
                return (ulong)count * sizeof(ulong);
            }

            error = Results.Fault;
        }

        target.Clear();
        return Results.Error(error);
    }
}
