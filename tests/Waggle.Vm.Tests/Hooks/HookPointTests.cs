using Waggle.Bpf.Objects;
using Waggle.Verifier.Proofs;
using Waggle.Vm.Execution;
using Waggle.Vm.Hooks;

namespace Waggle.Vm.Tests.Hooks;

public class HookPointTests
{
    public static TheoryData<VmExecution> Executions => [VmExecution.Interpreter, VmExecution.Jit];

    [Fact]
    public void Run_NoProgram_AnswersTheDefault()
    {
        using TestHook test = new(options: new() { Default = 7 });
        Visit visit = new(1);

        HookDecision decision = test.Hook.Run(ref visit);

        Assert.Equal(new HookDecision(7, null), decision);
    }

    [Fact]
    public void Attach_AtEachPlace_RunsInThatOrder()
    {
        using TestHook test = new();

        HookLink third = test.Hook.Attach(test.Digit(3));
        test.Hook.Attach(test.Digit(5), HookPlace.Last);
        HookLink first = test.Hook.Attach(test.Digit(1), HookPlace.First);
        test.Hook.Attach(test.Digit(2), HookPlace.Before(third));
        test.Hook.Attach(test.Digit(4), HookPlace.After(third));

        Assert.Equal(12345u, test.Trace());
        Assert.Equal(["digit_1", "digit_2", "digit_3", "digit_4", "digit_5"], test.Hook.Links.Select(link => link.Program.Name));
        first.Dispose();
        third.Detach();
        Assert.Equal(245u, test.Trace());
        Assert.Equal((false, false), (first.IsAttached, third.IsAttached));
    }

    [Fact]
    public void Attach_BesideAProgramThatIsGone_SaysSo()
    {
        using TestHook test = new();
        HookLink gone = test.Hook.Attach(test.Digit(1));
        gone.Dispose();

        var error = Assert.Throws<ArgumentException>(() => test.Hook.Attach(test.Digit(2), HookPlace.Before(gone)));

        Assert.Contains("'digit_1 (visit)'", error.Message, StringComparison.Ordinal);
        Assert.Empty(test.Hook.Links);
    }

    [Fact]
    public void Run_ProgramThatDecides_StopsThere()
    {
        using TestHook test = new(options: new() { Pass = -1, Default = 9 });
        test.Hook.Attach(test.Digit(1, value: -1));
        HookLink second = test.Hook.Attach(test.Digit(2, value: 0));
        test.Hook.Attach(test.Digit(3, value: 5));
        Visit visit = new(0);

        HookDecision decision = test.Hook.Run(ref visit);

        Assert.Equal(new HookDecision(0, second), decision);
        Assert.Equal(12u, visit.Trace);
        second.Dispose();
        Assert.Equal(5, test.Hook.Run(ref visit).Value);
    }

    [Fact]
    public void Run_HookThatObserves_RunsAll()
    {
        using TestHook test = new(options: HookOptions.Observe);
        for (int digit = 1; digit <= 3; digit++) test.Hook.Attach(test.Digit(digit, value: digit));
        Visit visit = new(0);

        HookDecision decision = test.Hook.Run(ref visit);

        Assert.Equal(new HookDecision(0, null), decision);
        Assert.Equal(123u, visit.Trace);
    }

    [Theory, MemberData(nameof(Executions))]
    public void Run_ReadOnlyField_IsReadAndNotWritten(VmExecution execution)
    {
        using TestHook test = new(execution, safety: VmSafety.Checked);
        List<VmFault> faults = [];
        test.Hook.Faulted += (_, fault) => faults.Add(fault);
        using HookLink reader = test.Hook.Attach(test.Load("r0 = *(u32 *)(r1 + 0)\nexit"));
        Visit visit = new(42);

        HookDecision decision = test.Hook.Run(ref visit);

        Assert.Equal(new HookDecision(42, reader), decision);
        reader.Dispose();
        foreach (string store in new[] { "*(u32 *)(r1 + 0) = 1", "*(u64 *)(r1 + 0) = 1", "*(u8 *)(r1 + 3) = 1", "*(u8 *)(r1 + 8) = 1", "*(u32 *)(r1 + 6) = 1" })
        {
            using HookLink writer = test.Hook.Attach(test.Load($"{store}\nr0 = 0\nexit"));
            test.Hook.Run(ref visit);
        }

        Assert.Equal((42u, 0u), (visit.Input, visit.Trace));
        Assert.Equal(Enumerable.Repeat((VmFaultKind.Memory, true), 5), faults.Select(fault => (fault.Kind, fault.IsWrite)));
    }

    [Theory, MemberData(nameof(Executions))]
    public void Run_ComputedOffsetInTheContext_IsReadInsideAndAFaultOutside(VmExecution execution)
    {
        using TestHook test = new(execution, safety: VmSafety.Checked);
        int faults = 0;
        test.Hook.Faulted += (_, _) => faults++;
        test.Hook.Attach(test.Load("r2 = *(u32 *)(r1 + 0)\nr1 += r2\nr0 = *(u16 *)(r1 + 0)\nexit"));

        int[] values = [.. Enumerable.Range(3, 6).Select(offset =>
        {
            Visit visit = new((uint)offset) { Trace = 0x44332211 };
            return test.Hook.Run(ref visit).Value;
        })];

        Assert.Equal([0x1100, 0x2211, 0x3322, 0x4433, 0, 0], values); // the two at the end reach behind the context
        Assert.Equal(2, faults);
    }

    [Fact]
    public void Load_ProgramOfAHook_IsProvedForTheHooksContext()
    {
        using TestHook test = new();

        VmProgram program = test.Digit(1);

        Assert.True(program.Proof!.IsComplete);
        Assert.True(program.Executable.Image.IsTrusted);
        Assert.Contains("another context", program.Proof.WhyNotFor(program.Spec, [], new ProgramHost()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("r0 = *(u64 *)(r1 + 8)\nexit", 0, "ContextAccess")] // behind the context
    [InlineData("*(u32 *)(r1 + 0) = 1\nr0 = 0\nexit", 0, "ContextAccess")] // of a field that is readonly
    [InlineData("r2 = *(u32 *)(r1 + 0)\nr1 += r2\nr0 = *(u8 *)(r1 + 0)\nexit", 2, "ContextAccess")] // anywhere
    [InlineData("again: goto again", 0, "InfiniteLoop")]
    public void Load_ProgramThatIsNotSafe_IsRefusedWithTheReason(string text, int slot, string rule)
    {
        using TestHook test = new();

        VmRejectionException refusal = Assert.Throws<VmRejectionException>(() => test.Load(text));

        Assert.Equal((slot, rule), (refusal.Slot, refusal.Rejection.Rule));
        Assert.Contains("What helps", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(test.Hook.Links);
    }

    [Theory]
    [InlineData("r2 = *(u8 *)(r1 + 0)\nr2 &= 7\nr1 += r2\nr0 = *(u8 *)(r1 + 0)\nexit")]
    [InlineData("r2 = *(u8 *)(r1 + 0)\nr2 &= 3\nr1 += r2\nr0 = 0\n*(u8 *)(r1 + 4) = r0\nexit")]
    public void Load_ComputedOffsetThatStaysInside_IsProved(string text)
    {
        using TestHook test = new();

        Assert.True(test.Load(text).Proof!.IsComplete);
    }

    [Fact]
    public void Run_Fault_IsReportedCountedAndPassedOver()
    {
        using TestHook test = new(safety: VmSafety.Checked);
        HookLink faulty = test.Hook.Attach(test.Faulty());
        test.Hook.Attach(test.Digit(2, value: 5));
        List<(HookLink Link, VmFault Fault)> seen = [];
        test.Hook.Faulted += (link, fault) => seen.Add((link, fault));
        Visit visit = new(0);

        HookDecision decision = test.Hook.Run(ref visit);

        Assert.Equal(5, decision.Value);
        Assert.Equal(2u, visit.Trace);
        (HookLink link, VmFault fault) = Assert.Single(seen);
        Assert.Equal((faulty, VmFaultKind.Memory, 1, 16ul), (link, fault.Kind, fault.Instruction, fault.Address));
        Assert.Equal((1, 1), (faulty.Statistics.Runs, faulty.Statistics.Faults));
    }

    [Fact]
    public void Run_FaultWhereTheHookFailsClosed_Decides()
    {
        using TestHook test = new(options: new() { OnFault = 429 }, safety: VmSafety.Checked);
        HookLink faulty = test.Hook.Attach(test.Faulty());
        test.Hook.Attach(test.Digit(2));
        Visit visit = new(0);

        HookDecision decision = test.Hook.Run(ref visit);

        Assert.Equal(new HookDecision(429, faulty), decision);
        Assert.Equal(0u, visit.Trace);
    }

    [Fact]
    public void Faulted_HandlerThatDisposesTheLink_MayDoSo()
    {
        using TestHook test = new(safety: VmSafety.Checked);
        test.Hook.Attach(test.Faulty());
        test.Hook.Attach(test.Faulty());
        test.Hook.Faulted += (link, _) => link.Dispose();

        test.Trace();

        Assert.Empty(test.Hook.Links);
    }

    [Fact]
    public void Replace_AttachedProgram_TakesItsPlaceAndCountsAnew()
    {
        using TestHook test = new();
        test.Hook.Attach(test.Digit(1));
        HookLink old = test.Hook.Attach(test.Digit(2));
        test.Hook.Attach(test.Digit(3));
        test.Trace();

        HookLink replaced = old.Replace(test.Digit(7));

        Assert.Equal(173u, test.Trace());
        Assert.Equal((1, 1), (old.Statistics.Runs, replaced.Statistics.Runs));
        Assert.Equal((false, true), (old.IsAttached, replaced.IsAttached));
        Assert.Throws<InvalidOperationException>(() => old.Replace(test.Digit(8)));
    }

    [Fact]
    public void Statistics_TimeMeasuredForSomeCalls_CountsThose()
    {
        using TestHook test = new();
        HookLink link = test.Hook.Attach(test.Digit(1));
        for (int i = 0; i < 5; i++) test.Trace();
        test.Hook.MeasuresTime = true;
        for (int i = 0; i < 3; i++) test.Trace();
        test.Hook.MeasuresTime = false;
        test.Trace();

        HookStatistics statistics = link.Statistics;

        Assert.Equal((9, 0, 3), (statistics.Runs, statistics.Faults, statistics.TimedRuns));
        Assert.True(statistics.Time > TimeSpan.Zero);
        Assert.Equal(statistics.Time.TotalNanoseconds / 3, statistics.AverageNanoseconds);
    }

    [Fact]
    public void Attach_ProgramOfAnotherSection_SaysWhatToDo()
    {
        using TestHook test = new();

        var error = Assert.Throws<ArgumentException>(() => test.Hook.Attach(test.Load("r0 = 0\nexit", "stray", "elsewhere")));

        Assert.Contains("section 'visit'", error.Message, StringComparison.Ordinal);
        test.Hook.Attach(test.Load("r0 = 0\nexit", "inner", "visit/inner"));
    }

    [Fact]
    public void Attach_ProgramOfAnotherEngine_IsRefused()
    {
        using TestHook test = new(), other = new();

        Assert.Throws<ArgumentException>(() => test.Hook.Attach(other.Digit(1)));
    }

    [Fact]
    public void Create_SectionThatIsTaken_SaysByWhat()
    {
        using TestHook test = new();

        var kernel = Assert.Throws<ArgumentException>(() => new HookPoint<Visit>(test.Engine, "xdp"));
        var other = Assert.Throws<ArgumentException>(() => new HookPoint<ulong>(test.Engine, TestHook.Section));

        Assert.Contains("hook of the kernel", kernel.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(Visit), other.Message, StringComparison.Ordinal);
        using HookPoint<Visit> same = new(test.Engine, TestHook.Section);
    }

    [Fact]
    public void Dispose_ProgramHookOrEngine_Detaches()
    {
        TestHook test = new();
        VmObject loaded = test.Engine.Load(new BpfObject { Programs = [TestHook.Spec("r0 = 3\nexit")] });
        HookLink first = test.Hook.Attach(loaded.Programs["program"]);
        HookLink second = test.Hook.Attach(test.Digit(2));

        loaded.Dispose();

        Assert.Equal((false, true), (first.IsAttached, second.IsAttached));
        Assert.Throws<ObjectDisposedException>(() => test.Hook.Attach(first.Program));
        test.Dispose();
        Assert.False(second.IsAttached);
        Assert.Equal(0u, test.Trace());
        Assert.Throws<ObjectDisposedException>(() => test.Hook.Attach(second.Program));
    }

    [Fact]
    public void Run_ManyTimes_AllocatesNothing()
    {
        using TestHook test = new();
        test.Hook.Attach(test.Digit(1));
        test.Hook.Attach(test.Digit(2));
        for (int i = 0; i < 100; i++) test.Trace();

        long allocated = Allocations.LeastOf(() =>
        {
            for (int i = 0; i < 1000; i++) test.Trace();
        });

        Assert.Equal(0, allocated);
    }
}
