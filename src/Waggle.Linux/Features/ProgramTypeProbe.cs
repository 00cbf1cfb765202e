using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Types;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Programs;

namespace Waggle.Linux.Features;

/// <summary>Loads the smallest program of each type.</summary>
internal static class ProgramTypeProbe
{
    // What BPF_PROG_LOAD wants beside the type. Attach types: enum bpf_attach_type, include/uapi/linux/bpf.h, Linux 6.18.
    // A kernel function or typedef is what the program is checked against. A refusal that only a kernel with the type gives is a yes.
    private static readonly Row[] s_rows =
    [
        new(ProgramType.CgroupSockAddr, AttachType: 10),                                   // BPF_CGROUP_INET4_CONNECT
        new(ProgramType.CgroupSockopt, AttachType: 21),                                    // BPF_CGROUP_GETSOCKOPT
        new(ProgramType.SkLookup, AttachType: 36),                                         // BPF_SK_LOOKUP
        new(ProgramType.Netfilter, AttachType: 45),                                        // BPF_NETFILTER
        new(ProgramType.Syscall, IsSleepable: true),
        new(ProgramType.Tracing, AttachType: 23, Typedef: "btf_trace_sched_process_exec"), // BPF_TRACE_RAW_TP
        new(ProgramType.Lsm, AttachType: 27, Function: "bpf_lsm_file_open"),               // BPF_LSM_MAC
        // check_struct_ops_btf_id: no struct is named here, so a kernel with the type says ENOTSUPP.
        new(ProgramType.StructOps, YesErrno: Errno.NotSupported),
        // check_attach_btf_id: "Cannot replace kernel functions", since no program to extend is named.
        new(ProgramType.Extension, Function: "bpf_lsm_file_open", YesLog: "replace"),
    ];

    /// <summary>Answers for every type, in order of number.</summary>
    public static IReadOnlyList<Feature> Run(CancellationToken cancellationToken)
    {
        var answers = new List<Feature>();
        foreach (ProgramType type in Enum.GetValues<ProgramType>())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (type != ProgramType.Unspecified)
                answers.Add(Probe(RowOf(type)));
        }
        return answers;
    }

    /// <summary>What <c>BPF_PROG_LOAD</c> wants for a type.</summary>
    public static Row RowOf(ProgramType type) => s_rows.FirstOrDefault(r => r.Type == type) ?? new Row(type);

    private static Feature Probe(Row row)
    {
        string name = FeatureNames.SnakeCase(row.Type.ToString());
        try
        {
            uint btfId = row.FindType();
            using SafeDescriptor program = TrivialProgram.Load(
                TrivialProgram.Describe("probe", row.Type, row.AttachType, row.IsSleepable), btfId);
            return new Feature(name, Availability.Yes, "a program was loaded");
        }
        catch (VerifierException error) when (row.YesLog is not null && error.Log.Contains(row.YesLog, StringComparison.OrdinalIgnoreCase))
        {
            return new Feature(name, Availability.Yes, $"the verifier knows the type ({error.Verdict})");
        }
        catch (BpfException error) when (error.Errno != Errno.None && error.Errno == row.YesErrno)
        {
            return new Feature(name, Availability.Yes, $"the kernel knows the type ({error.Errno.Name()} for an unfinished request)");
        }
        catch (BpfException error)
        {
            return Verdict.FromError(name, error);
        }
    }

    /// <summary>What a type wants beside its number.</summary>
    public sealed record Row(
        ProgramType Type, uint AttachType = 0, bool IsSleepable = false, string? Typedef = null, string? Function = null,
        Errno YesErrno = Errno.None, string? YesLog = null)
    {
        public uint FindType()
        {
            if (Typedef is null && Function is null) return 0;
            Btf types = RunningKernelTypes.Get();
            bool isFound = Typedef is not null ? types.TryFind<BtfTypedef>(Typedef, out int id, out _) : types.TryFind<BtfFunction>(Function!, out id, out _);
            return isFound ? (uint)id : throw new BpfNotSupportedException("load a program", $"{Type}", Errno.None,
                $"The kernel's types have no {Typedef ?? Function}: it is built without this hook.");
        }
    }
}
