using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Linux.Errors;

namespace Waggle.Linux.KernelTests;

public class AttachFailureTests
{
    [Theory]
    [InlineData("tracepoint/sched/sched_proces_exec", ProgramType.Tracepoint, "'sched/sched_process_exec'")]
    [InlineData("tracepoint/syscalls/sched_process_exec", ProgramType.Tracepoint, "'sched/sched_process_exec'")]
    [InlineData("raw_tp/sched_proces_exec", ProgramType.RawTracepoint, "'sched_process_exec'")]
    public void Attach_UnknownTracepoint_SuggestsTheCloseName(string section, ProgramType type, string suggestion)
    {
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(new BpfObject { Programs = [Programs.Trivial(section, type)] });

        var error = Assert.Throws<BpfAttachException>(() => loaded.Programs["trivial"].Attach());

        Assert.Equal(Errno.NoEntry, error.Errno);
        Assert.Contains($"Did you mean {suggestion}", error.Message, StringComparison.Ordinal);
        Assert.Contains(section.Split('/')[^1], error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tracepoint/sched")]
    [InlineData("tracepoint/../sched/id")]
    [InlineData("tracepoint/sched/../../x")]
    [InlineData("tracepoint//")]
    public void Attach_MalformedTracepoint_SaysTheForm(string section)
    {
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(new BpfObject { Programs = [Programs.Trivial(section, ProgramType.Tracepoint)] });

        var error = Assert.Throws<BpfAttachException>(() => loaded.Programs["trivial"].Attach());

        Assert.Contains("sched/sched_process_exec", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Attach_ProgramThatReadsBehindTheTracepointsFields_SaysSo()
    {
        ProgramSpec far = new Code().Add(Instruction.Load(MemorySize.Double, Register.R0, Register.R1, 1024)).Return(0)
            .Build("far", "tracepoint/sched/sched_process_exec", ProgramType.Tracepoint);
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(new BpfObject { Programs = [far] });

        var error = Assert.Throws<BpfAttachException>(() => loaded.Programs["far"].Attach());

        Assert.Contains("reads behind the end", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AttachAll_OneOfTwoFails_DetachesTheOther()
    {
        BpfObject obj = new()
        {
            Programs =
            [
                Programs.Count("raw_tp/sys_enter", ProgramType.RawTracepoint),
                Programs.Trivial("tracepoint/no/such_thing", ProgramType.Tracepoint),
            ],
            Maps = [Programs.Hits],
        };
        KernelEngine engine = KernelAccess.RequireEngine();

        DescriptorCount.AssertSame(() =>
        {
            using LoadedObject loaded = engine.Load(obj);
            Assert.Throws<BpfAttachException>(loaded.AttachAll);
            SystemCalls.GetParent(5);
            Assert.Equal(0UL, loaded.Global<ulong>("hits", 8).Value);
        });
    }

    [Fact]
    public void Attach_SectionWithoutItsInterface_NamesTheMethodThatTakesIt()
    {
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(new BpfObject { Programs = [Programs.Trivial("xdp", ProgramType.Xdp)] });

        var error = Assert.Throws<BpfNotSupportedException>(() => loaded.Programs["trivial"].Attach());

        Assert.Contains("AttachXdp", error.Message, StringComparison.Ordinal);
    }
}
