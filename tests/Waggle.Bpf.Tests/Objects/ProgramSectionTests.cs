using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Tests.Objects;

public class ProgramSectionTests
{
    private const string Kernel = "/sys/kernel/btf/vmlinux";

    [Theory]
    [InlineData("tracepoint/sched/sched_process_exec", ProgramType.Tracepoint, "sched/sched_process_exec", 0, false)]
    [InlineData("tp/sched/sched_process_exec", ProgramType.Tracepoint, "sched/sched_process_exec", 0, false)]
    [InlineData("?tp/sched/sched_process_exec", ProgramType.Tracepoint, "sched/sched_process_exec", 0, false)]
    [InlineData("raw_tp/sys_enter", ProgramType.RawTracepoint, "sys_enter", 0, false)]
    [InlineData("raw_tp", ProgramType.RawTracepoint, "", 0, false)]
    [InlineData("tp_btf/sched_switch", ProgramType.Tracing, "sched_switch", 23, false)]
    [InlineData("fexit.s/do_unlinkat", ProgramType.Tracing, "do_unlinkat", 25, true)]
    [InlineData("uprobe//usr/lib/libc.so.6:malloc", ProgramType.Kprobe, "/usr/lib/libc.so.6:malloc", 0, false)]
    [InlineData("xdp", ProgramType.Xdp, "", 37, false)]
    [InlineData("tc/ingress", ProgramType.SchedCls, "ingress", 46, false)]
    [InlineData("cgroup/connect4", ProgramType.CgroupSockAddr, "connect4", 10, false)]
    [InlineData("syscall", ProgramType.Syscall, "", 0, true)]
    [InlineData("xdpx", ProgramType.Unspecified, "", 0, false)]
    [InlineData("mine/own", ProgramType.Unspecified, "own", 0, false)]
    public void Parse_Name_SaysTypeTargetAndAttachment(string name, ProgramType type, string target, uint attachType, bool isSleepable)
    {
        var section = ProgramSection.Parse(name);

        Assert.Equal((type, target, attachType, isSleepable), (section.Type, section.AttachTarget, section.ExpectedAttachType, section.IsSleepable));
    }

    [Fact]
    public void AttachType_EveryNumber_IsTheKernels()
    {
        if (!File.Exists(Kernel))
            Assert.Skip($"this kernel has no {Kernel} (CONFIG_DEBUG_INFO_BTF)");
        Assert.True(Btf.Read(File.ReadAllBytes(Kernel)).TryFind("bpf_attach_type", out _, out BtfEnum? kernel));
        var names = kernel.Values.ToLookup(v => v.Value, v => v.Name["BPF_".Length..].Replace("_", "", StringComparison.Ordinal));

        foreach (AttachType type in Enum.GetValues<AttachType>().Where(t => (long)t < kernel.Values.Max(v => v.Value)))
            Assert.Contains(type.ToString().ToUpperInvariant(), names[(long)type]);
    }
}
