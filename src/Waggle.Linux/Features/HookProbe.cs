using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Links;
using Waggle.Linux.Programs;

namespace Waggle.Linux.Features;

/// <summary>Attaches the smallest program to each kind of hook and detaches it; where attaching could touch others, loads it only.</summary>
internal static class HookProbe
{
    // sched_process_exec is in every kernel with tracepoints and runs seldom, so that the moment of attachment costs nobody anything.
    private const string Tracepoint = "sched_process_exec";

    // A function of the kernel's own BPF tests (net/bpf/test_run.c), which nothing else calls.
    private const string Function = "bpf_fentry_test1";

    private static readonly (string Name, Func<string> Trial)[] s_trials =
    [
        ("tracepoint", () => Attach($"tracepoint/sched/{Tracepoint}", ProgramType.Tracepoint)),
        ("raw_tp", () => Attach($"raw_tp/{Tracepoint}", ProgramType.RawTracepoint)),
        ("tp_btf", () => Attach($"tp_btf/{Tracepoint}", ProgramType.Tracing, TracingTarget.RawTracepoint)),
        ("fentry", () => LoadOnFunction($"fentry/{Function}", ProgramType.Tracing, TracingTarget.FunctionEntry, Function)),
        ("fexit", () => LoadOnFunction($"fexit/{Function}", ProgramType.Tracing, TracingTarget.FunctionExit, Function)),
        ("iter", () => LoadOnFunction("iter/task", ProgramType.Tracing, 28, "bpf_iter_task")), // BPF_TRACE_ITER
        ("kprobe", () => ProbePmu.TryKprobe(Function)),
        ("uprobe", ProbePmu.TryUprobe),
        ("perf_event", AttachPerfEvent),
        ("xdp", () => Load("xdp", ProgramType.Xdp)),
        ("tc", () => Load("tc", ProgramType.SchedCls)),
        ("cgroup_skb", () => Load("cgroup_skb/egress", ProgramType.CgroupSkb)),
        ("sockops", () => Load("sockops", ProgramType.SockOps)),
        ("lsm", () => LoadOnFunction("lsm/file_open", ProgramType.Lsm, 27, "bpf_lsm_file_open")), // BPF_LSM_MAC
    ];

    /// <summary>Answers for every hook.</summary>
    public static IReadOnlyList<Feature> Run(CancellationToken cancellationToken)
    {
        var answers = new List<Feature>();
        foreach ((string name, Func<string> trial) in s_trials)
        {
            cancellationToken.ThrowIfCancellationRequested();
            answers.Add(Verdict.Try(name, trial));
        }
        return answers;
    }

    private static string Attach(string section, ProgramType type, uint attachType = 0)
    {
        ProgramSpec spec = TrivialProgram.Describe(section, type, attachType);
        using var program = new KernelProgram(spec, TrivialProgram.Load(spec, TracingTarget.Resolve(spec)), verifierLog: null);
        using Link link = program.Attach();
        return $"attached to {link.Hook} and detached";
    }

    private static string Load(string section, ProgramType type)
    {
        using SafeDescriptor program = TrivialProgram.Load(TrivialProgram.Describe(section, type));
        return "a program was loaded, not attached";
    }

    private static string LoadOnFunction(string section, ProgramType type, uint attachType, string function)
    {
        if (!RunningKernelTypes.Get().TryFind<BtfFunction>(function, out int id, out _))
            throw new BpfNotSupportedException("load a program", section, Errno.None, $"The kernel's types have no function {function}.");
        using SafeDescriptor program = TrivialProgram.Load(TrivialProgram.Describe(section, type, attachType), (uint)id);
        return $"a program for {function} was loaded, not attached";
    }

    private static string AttachPerfEvent()
    {
        using SafeDescriptor program = TrivialProgram.Load(TrivialProgram.Describe("perf_event", ProgramType.PerfEvent));
        var attr = new PerfEventAttr
        {
            type = PerfEventAttr.PERF_TYPE_SOFTWARE,
            size = PerfEventAttr.SizeInBytes,
            config = PerfEventAttr.PERF_COUNT_SW_CPU_CLOCK,
            sample_period = 1_000_000_000,
            bits = PerfEventAttr.Disabled,
        };
        using SafeDescriptor perfEvent = BpfCall.OpenPerfEvent(ref attr, processId: 0, cpu: -1) // this thread only
            ?? throw KernelError.Attach("perf event", Libc.LastError);
        using SafeDescriptor.Lease programLease = program.Use();
        using SafeDescriptor.Lease eventLease = perfEvent.Use();
        return Libc.Control(eventLease.Number, PerfEventAttr.PERF_EVENT_IOC_SET_BPF, programLease.Number) >= 0
            ? "attached to the CPU clock of one thread and detached"
            : throw KernelError.Attach("perf event", Libc.LastError);
    }
}
