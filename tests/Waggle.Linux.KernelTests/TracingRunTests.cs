using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Linux.Links;

namespace Waggle.Linux.KernelTests;

/// <summary>Test runs of tracing programs.</summary>
public class TracingRunTests
{
    [Fact]
    public void Run_TypedTracepoint_SaysWhatTheKernelRuns()
    {
        KernelAccess.RequireKernelBtf();
        using var counter = new Counter(Programs.CountRuns("tp_btf/sys_enter", ProgramType.Tracing, 23));

        var error = Assert.Throws<BpfNotSupportedException>(() => counter.Program.Run(new byte[16]));

        Assert.Contains("fentry, fexit and fmod_ret", error.Message, StringComparison.Ordinal);
        Assert.Equal(0UL, counter.Hits);
    }

    [Fact]
    public void Run_FunctionEntryWhereTheKernelAllowsIt_CallsTheFunctionThatItIsAttachedTo()
    {
        KernelAccess.RequireKernelBtf();
        Counter counter;
        try
        {
            counter = new Counter(Programs.CountRuns("fentry/bpf_fentry_test1", ProgramType.Tracing, 24));
        }
        catch (BpfPermissionException error)
        {
            Assert.False(error.IsForLackOfPrivilege); // a machine whose policy forbids such programs
            return;
        }
        using (counter)
        using (Link link = counter.Program.Attach())
        {
            counter.Program.Run();

            Assert.Equal(1UL, counter.Hits);
        }
    }
}
