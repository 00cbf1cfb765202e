using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Tests.Interop;

/// <summary>Compares every struct with the one that a C compiler makes of the kernel's headers.</summary>
public class AttributeLayoutTests
{
    // Ours; the C type; the member of union bpf_attr that the fields are in, with a dot.
    public static TheoryData<Type, string, string> Structs => new()
    {
        { typeof(MapCreateAttr), "union bpf_attr", "" },
        { typeof(MapElementAttr), "union bpf_attr", "" },
        { typeof(ObjectIdAttr), "union bpf_attr", "" },
        { typeof(MapBatchAttr), "union bpf_attr", "batch." },
        { typeof(ProgramLoadAttr), "union bpf_attr", "" },
        { typeof(BtfLoadAttr), "union bpf_attr", "" },
        { typeof(RawTracepointOpenAttr), "union bpf_attr", "raw_tracepoint." },
        { typeof(LinkCreateAttr), "union bpf_attr", "link_create." },
        { typeof(LinkUpdateAttr), "union bpf_attr", "link_update." },
        { typeof(IteratorCreateAttr), "union bpf_attr", "iter_create." },
        { typeof(ObjectPinAttr), "union bpf_attr", "" },
        { typeof(ProgramAttachAttr), "union bpf_attr", "" },
        { typeof(ProgramQueryAttr), "union bpf_attr", "query." },
        { typeof(LinkDetachAttr), "union bpf_attr", "link_detach." },
        { typeof(BpfLinkInfo), "struct bpf_link_info", "" },
        { typeof(ProgramTestRunAttr), "union bpf_attr", "test." },
        { typeof(ObjectInfoAttr), "union bpf_attr", "info." },
        { typeof(ProgramInfo), "struct bpf_prog_info", "" },
        { typeof(MapInfo), "struct bpf_map_info", "" },
        { typeof(BtfInfo), "struct bpf_btf_info", "" },
        { typeof(EnableStatisticsAttr), "union bpf_attr", "enable_stats." },
        { typeof(PerfEventAttr), "struct perf_event_attr", "" },
        { typeof(PollDescriptor), "struct pollfd", "" },
        { typeof(ResourceLimit), "struct rlimit", "" },
    };

    // Fields that are newer than Linux 6.1, whose headers Debian 12 has, and the word of perf_event_attr that C divides into bit-fields.
    private static readonly string[] s_notInHeaders = ["log_true_size", "btf_log_true_size", "cookie", "bits",
        "netfilter_pf", "netfilter_hooknum", "netfilter_priority", "netfilter_flags", "relative_fd", "expected_revision", "uprobe_path",
        "link_ids", "revision", "tracing_cookie", "kprobe_flags", "uprobe_offsets", "uprobe_ref_ctr_offsets", "uprobe_cookies", "uprobe_cnt", "uprobe_flags", "uprobe_pid",
        "tcx_attach_type", "sockmap_attach_type", "struct_ops_map_id", "kprobe_multi_count", "kprobe_multi_flags", "kprobe_multi_missed", "uprobe_multi_path",
        "uprobe_multi_path_size", "uprobe_multi_count", "uprobe_multi_flags", "uprobe_multi_pid", "perf_type", "perf_name", "perf_name_len",
        "perf_offset", "perf_address", "perf_config", "perf_event_type"];

    // Fields that C has in a member of its own.
    private static readonly Dictionary<(string Type, string Field), string> s_members = new()
    {
        [("union bpf_attr", "bpf_cookie")] = "link_create.perf_event.bpf_cookie",
        [("union bpf_attr", "kprobe_cnt")] = "link_create.kprobe_multi.cnt",
        [("union bpf_attr", "kprobe_syms")] = "link_create.kprobe_multi.syms",
        [("union bpf_attr", "kprobe_addrs")] = "link_create.kprobe_multi.addrs",
        [("union bpf_attr", "kprobe_cookies")] = "link_create.kprobe_multi.cookies",
        [("struct bpf_link_info", "cgroup_id")] = "cgroup.cgroup_id",
        [("struct bpf_link_info", "ifindex")] = "xdp.ifindex",
        [("struct bpf_link_info", "netns_ino")] = "netns.netns_ino",
        [("struct bpf_link_info", "cgroup_attach_type")] = "cgroup.attach_type",
        [("struct bpf_link_info", "netns_attach_type")] = "netns.attach_type",
        [("struct bpf_link_info", "tp_name")] = "raw_tracepoint.tp_name",
        [("struct bpf_link_info", "tp_name_len")] = "raw_tracepoint.tp_name_len",
        [("struct bpf_link_info", "iter_map_id")] = "iter.map.map_id",
        [("struct bpf_link_info", "iter_tid")] = "iter.task.tid",
        [("struct bpf_link_info", "iter_pid")] = "iter.task.pid",
        [("struct bpf_link_info", "tracing_attach_type")] = "tracing.attach_type",
        [("struct bpf_link_info", "target_obj_id")] = "tracing.target_obj_id",
        [("struct bpf_link_info", "target_btf_id")] = "tracing.target_btf_id",
    };

    [Theory, MemberData(nameof(Structs))]
    public void Fields_OfAStruct_AreWhereTheHeadersPutThem(Type type, string cType, string prefix)
    {
        FieldInfo[] fields = [.. type.GetFields(BindingFlags.Public | BindingFlags.Instance).Where(f => !s_notInHeaders.Contains(f.Name))];
        string[] ours = [.. fields.Select(f => $"{f.Name} {Marshal.OffsetOf(type, f.Name)} {Marshal.SizeOf(f.FieldType.IsEnum ? Enum.GetUnderlyingType(f.FieldType) : f.FieldType)}")];

        string[] theirs = AskCompiler(cType, prefix, fields.Select(f => f.Name));

        Assert.NotEmpty(ours);
        Assert.Equal(theirs, ours);
    }

    [Fact]
    public void Numbers_OfCommandsAndIoctls_AreThoseOfTheHeaders()
    {
        (string Name, ulong Value)[] ours =
        [
            .. Enum.GetValues<BpfCommand>().Select(c => (c.ToString(), (ulong)c)),
            .. Enum.GetValues<BpfAttachType>().Where(t => t <= BpfAttachType.BPF_PERF_EVENT).Select(t => (t.ToString(), (ulong)t)),
            (nameof(PerfEventAttr.PERF_EVENT_IOC_ENABLE), PerfEventAttr.PERF_EVENT_IOC_ENABLE),
            (nameof(PerfEventAttr.PERF_EVENT_IOC_SET_BPF), PerfEventAttr.PERF_EVENT_IOC_SET_BPF),
            (nameof(PerfEventAttr.PERF_TYPE_TRACEPOINT), PerfEventAttr.PERF_TYPE_TRACEPOINT),
            (nameof(PerfEventAttr.PERF_FLAG_FD_CLOEXEC), PerfEventAttr.PERF_FLAG_FD_CLOEXEC),
            ("__NR_bpf", (ulong)SystemCallNumbers.Bpf),
            ("__NR_perf_event_open", (ulong)SystemCallNumbers.PerfEventOpen),
            ("__NR_fsopen", (ulong)SystemCallNumbers.FsOpen),
            ("__NR_fsconfig", (ulong)SystemCallNumbers.FsConfig),
            ("__NR_fsmount", (ulong)SystemCallNumbers.FsMount),
        ];

        string[] theirs = RunC(string.Concat(ours.Select(n => $"printf(\"{n.Name} %llu\\n\", (unsigned long long){n.Name});\n")));

        Assert.Equal(theirs, ours.Select(n => $"{n.Name} {n.Value}"));
    }

    private static string[] AskCompiler(string cType, string prefix, IEnumerable<string> fields)
    {
        var statements = new StringBuilder();
        foreach (string field in fields)
        {
            string member = s_members.GetValueOrDefault((cType, field), prefix + field);
            statements.Append($"printf(\"{field} %zu %zu\\n\", offsetof({cType}, {member}), sizeof((({cType} *)0)->{member}));\n");
        }
        return RunC(statements.ToString());
    }

    private static string[] RunC(string statements)
    {
        if (!File.Exists("/usr/include/linux/bpf.h")) Assert.Skip("the kernel's headers are not installed");
        string? compiler = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => new[] { "cc", "gcc", "clang", "clang-19" }.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        if (compiler is null) Assert.Skip("no C compiler is installed");

        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string source = Path.Combine(folder, "layout.c");
            File.WriteAllText(source, $$"""
                #include <linux/bpf.h>
                #include <linux/perf_event.h>
                #include <poll.h>
                #include <stddef.h>
                #include <stdio.h>
                #include <sys/ioctl.h>
                #include <sys/resource.h>
                #include <sys/syscall.h>
                int main(void) {
                {{statements}}
                return 0; }
                """);
            string program = Path.Combine(folder, "layout");
            Run(compiler, source, "-o", program);
            return Run(program).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.GetAwaiter().GetResult());
        return output;
    }
}
