using Waggle.Bpf.Errors;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Helpers;

/// <summary>Who runs the program, and where (kernel/bpf/helpers.c, kernel/trace/bpf_trace.c).</summary>
internal static unsafe class CallerFunctions
{
    private const int NameSize = 16; // TASK_COMM_LEN

    internal static readonly HelperRow[] Rows =
    [
        new(8, &CpuNumber),
        new(14, &ProcessAndThread),
        new(15, &UserAndGroup),
        new(16, &TaskName),
        new(17, &CgroupClass),
        new(35, &Task),
        new(42, &NumaNode),
        new(80, &Cgroup),
        new(123, &AncestorCgroup),
        new(158, &Task),
        new(120, &ProcessInNamespace),
        new(173, &FunctionAddress),
        new(174, &AttachCookie),
        new(176, &BranchSnapshot),
        new(186, &GetReturnValue),
        new(187, &SetReturnValue),
    ];

    private static ulong CpuNumber(RunContext run, ulong _, ulong _1, ulong _2, ulong _3, ulong _4) => (ulong)run.Cpu;

    private static ulong ProcessAndThread(RunContext run, ulong _, ulong _1, ulong _2, ulong _3, ulong _4) => run.Host.ProcessAndThread;

    private static ulong UserAndGroup(RunContext run, ulong _, ulong _1, ulong _2, ulong _3, ulong _4) => run.Host.UserAndGroup;

    private static ulong TaskName(RunContext run, ulong buffer, ulong size, ulong _, ulong _1, ulong _2)
    {
        Span<byte> target = new((void*)buffer, (int)size);
        ReadOnlySpan<byte> name = run.Host.NameBytes(stackalloc byte[NameSize - 1]);
        if (name.Length >= target.Length) name = name[..(target.Length - 1)];
        target.Clear();
        name.CopyTo(target);
        return 0;
    }

    // net_cls is no longer used by anybody; a task that nobody put into a class is in 0.
    private static ulong CgroupClass(RunContext run, ulong _, ulong _1, ulong _2, ulong _3, ulong _4) => 0;

    private static ulong Task(RunContext run, ulong _, ulong _1, ulong _2, ulong _3, ulong _4) => HostObjects.CurrentTask;

    private static ulong NumaNode(RunContext run, ulong _, ulong _1, ulong _2, ulong _3, ulong _4) => 0;

    private static ulong Cgroup(RunContext run, ulong _, ulong _1, ulong _2, ulong _3, ulong _4) => run.Host.CgroupId;

    private static ulong AncestorCgroup(RunContext run, ulong level, ulong _, ulong _1, ulong _2, ulong _3) =>
        (int)level < 0 ? 0 : run.Host.AncestorCgroupId((int)level);

    // The host has no namespaces, so none is the one that is asked for.
    private static ulong ProcessInNamespace(RunContext run, ulong device, ulong inode, ulong buffer, ulong size, ulong _)
    {
        new Span<byte>((void*)buffer, (int)size).Clear();
        return Results.Error(Errno.Invalid);
    }

    private static ulong FunctionAddress(RunContext run, ulong context, ulong _, ulong _1, ulong _2, ulong _3) => run.Host.FunctionAddress;

    private static ulong AttachCookie(RunContext run, ulong context, ulong _, ulong _1, ulong _2, ulong _3) => run.Host.AttachCookie;

    // As on a processor without branch records.
    private static ulong BranchSnapshot(RunContext run, ulong buffer, ulong size, ulong flags, ulong _, ulong _1) =>
        Results.Error(flags != 0 ? Errno.Invalid : Errno.NoEntry);

    private static ulong GetReturnValue(RunContext run, ulong _, ulong _1, ulong _2, ulong _3, ulong _4) => (ulong)(long)run.HookReturnValue;

    private static ulong SetReturnValue(RunContext run, ulong value, ulong _, ulong _1, ulong _2, ulong _3)
    {
        run.HookReturnValue = (int)value;
        return 0;
    }
}
