using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Linux.Errors;
using Waggle.Linux.Links;

namespace Waggle.Linux.Programs;

/// <summary>Finds the kernel type that a tracing program's hook is known by (<c>attach_btf_id</c>).</summary>
internal static class TracingTarget
{
    /// <summary><c>BPF_TRACE_RAW_TP</c>, <c>BPF_TRACE_FENTRY</c> and <c>BPF_TRACE_FEXIT</c> of <c>enum bpf_attach_type</c>.</summary>
    public const uint RawTracepoint = 23;
    public const uint FunctionEntry = 24;
    public const uint FunctionExit = 25;

    /// <summary><c>BPF_MODIFY_RETURN</c>, <c>BPF_LSM_MAC</c>, <c>BPF_TRACE_ITER</c> and <c>BPF_LSM_CGROUP</c>.</summary>
    public const uint ModifyReturn = 26;
    public const uint LsmMac = 27;
    public const uint Iterator = 28;
    public const uint LsmCgroup = 43;

    // A BTF tracepoint NAME is described by the typedef btf_trace_NAME (include/trace/bpf_probe.h).
    private const string TypedefPrefix = "btf_trace_";

    /// <summary>The id, or 0 for a program that has none.</summary>
    /// <param name="program">The program.</param>
    /// <param name="of">The loaded program whose function it is, or null for one of the kernel.</param>
    /// <exception cref="BpfAttachException">The kernel has no such tracepoint or function; close names are suggested.</exception>
    /// <exception cref="BpfNotSupportedException">The kernel has no BTF.</exception>
    public static uint Resolve(ProgramSpec program, KernelProgram? of = null)
    {
        if (of is not null) return TargetProgram.FindFunction(of, HookName(program));
        if (program.Type == ProgramType.Extension)
            throw new BpfNotSupportedException("load a program", $"program '{program}'", Errno.None,
                $"It replaces a function of another program: name that one by {nameof(LoadOptions)}.{nameof(LoadOptions.Target)}.");
        if (program.Type is not (ProgramType.Tracing or ProgramType.Lsm)) return 0;
        string target = HookName(program);
        return program.ExpectedAttachType switch
        {
            RawTracepoint => RunningKernelTypes.Get().TryFind<BtfTypedef>(TypedefPrefix + target, out int id, out _)
                ? (uint)id
                : throw Unknown(program, "tracepoint", target, TracepointNames()),
            FunctionEntry or FunctionExit or ModifyReturn => FindFunction(program, target, "function", target),
            LsmMac or LsmCgroup => FindFunction(program, $"bpf_lsm_{target}", "security hook", target),
            Iterator => FindFunction(program, $"bpf_iter_{target}", "iterator", target),
            _ => 0,
        };
    }

    /// <summary>What comes after the section's first slash.</summary>
    public static string HookName(ProgramSpec program)
    {
        if (program.AttachTarget.Length > 0) return program.AttachTarget;
        int slash = program.Section.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? "" : program.Section[(slash + 1)..];
    }

    private static uint FindFunction(ProgramSpec program, string function, string kind, string name) =>
        RunningKernelTypes.Get().TryFind<BtfFunction>(function, out int id, out _) ? (uint)id : throw Unknown(program, kind, name, []);

    private static BpfAttachException Unknown(ProgramSpec program, string kind, string target, IEnumerable<string> names) =>
        new("load a program", $"program '{program}'", Errno.NoEntry,
            $"The kernel's types have no {kind} '{target}'.{CloseNames.Suggest(target, names)}");

    private static IEnumerable<string> TracepointNames()
    {
        Btf types = RunningKernelTypes.Get();
        for (int id = 1; id < types.Count; id++)
        {
            if (types[id] is BtfTypedef typedef && typedef.Name.StartsWith(TypedefPrefix, StringComparison.Ordinal))
                yield return typedef.Name[TypedefPrefix.Length..];
        }
    }
}
