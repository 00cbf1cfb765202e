using Waggle.Bpf.Catalog;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Objects;
using Waggle.Vm.Hooks;

namespace Waggle.Vm.Tests.Hooks;

/// <summary>Eight threads that call a hook and change what it runs. WAGGLE_SOAK=60 lets each test go on for a minute.</summary>
public class HookConcurrencyTests
{
    private const int Threads = 8, Changers = 2;
    private const int Steps = 10_000, StepsPerLoad = 128;
    private const int NoTarget = 100;

    // A program counts in a map of its own, and leaves its number in the context.
    private const string CountAndSay = """
        r6 = r1
        r1 = map[count][0]+0
        r2 = 1
        lock *(u64 *)(r1 + 0) += r2
        *(u32 *)(r6 + 4) = NUMBER
        r0 = NUMBER
        exit
        """;

    public static TheoryData<VmExecution> Executions => [VmExecution.Interpreter, VmExecution.Jit];

    [Theory, MemberData(nameof(Executions))]
    public void Replace_WhileCallsRun_EachCallRunsOneProgramAndNoneIsLost(VmExecution execution)
    {
        using TestHook test = new(execution);
        VmObject[] objects = [.. Enumerable.Range(1, Changers).Select(number => test.Engine.Load(Counting(number)))];
        HookLink[] links = [.. objects.Select(o => test.Hook.Attach(o.Programs["say"]))];
        long calls = 0, runs = 0;
        ulong counted = 0;

        Crowd.Run(Threads, Steps, (thread, step) =>
        {
            if (thread >= Changers)
            {
                Visit visit = new(0);
                HookDecision decision = test.Hook.Run(ref visit);
                Interlocked.Increment(ref calls);
                Assert.InRange(decision.Value, 1, Threads); // the first of the two decides
                Assert.Equal((uint)decision.Value, visit.Trace);
                return;
            }

            HookLink old = links[thread];
            VmObject current = objects[thread];
            bool isNew = step % StepsPerLoad == 0;
            if (isNew) objects[thread] = test.Engine.Load(Counting(step / StepsPerLoad % Threads + 1));
            links[thread] = old.Replace(objects[thread].Programs["say"]);
            old.Dispose();
            Interlocked.Add(ref runs, old.Statistics.Runs); // final: its runs have ended
            if (!isNew) return;
            Interlocked.Add(ref counted, current.Map<uint, ulong>("count")[0]);
            current.Dispose(); // its code and its map are gone
        });

        Assert.Equal(calls, runs + links.Sum(link => link.Statistics.Runs));
        Assert.Equal((ulong)calls, counted + objects.Aggregate(0ul, (sum, o) => sum + o.Map<uint, ulong>("count")[0]));
        Assert.Equal(links, test.Hook.Links);
    }

    [Theory, MemberData(nameof(Executions))]
    public void Attach_AndDetachWhileCallsRun_EachCallRunsWhatWasAttached(VmExecution execution)
    {
        using TestHook test = new(execution, HookOptions.Observe);
        VmProgram[] programs = [.. Enumerable.Range(1, Changers).Select(digit => test.Digit(digit))];
        HookLink always = test.Hook.Attach(test.Digit(9));
        long calls = 0, digits = 0, runs = 0;

        Crowd.Run(Threads, Steps, (thread, step) =>
        {
            if (thread < Changers)
            {
                HookLink link = test.Hook.Attach(programs[thread], step % 2 == 0 ? HookPlace.First : HookPlace.After(always));
                if (step % 3 == 0) test.Hook.WaitForRuns();
                link.Dispose();
                Assert.False(link.IsAttached);
                Interlocked.Add(ref runs, link.Statistics.Runs);
                return;
            }

            string trace = test.Trace().ToString(System.Globalization.CultureInfo.InvariantCulture);
            Interlocked.Increment(ref calls);
            Interlocked.Add(ref digits, trace.Length);
            Assert.Contains('9', trace);
            Assert.Equal(trace.Length, trace.Distinct().Count());
        });

        Assert.Equal(calls, always.Statistics.Runs);
        Assert.Equal(digits, calls + runs);
        Assert.Equal([always], test.Hook.Links);
    }

    [Theory, MemberData(nameof(Executions))]
    public void TailCalls_ToEntriesThatChange_GoToOneProgramOrNowhere(VmExecution execution)
    {
        const int Entries = 4;
        using TestHook test = new(execution);
        using VmObject caller = test.Engine.Load(new BpfObject
        {
            Maps = [new MapSpec("targets", MapType.ProgramArray) { KeySizeInBytes = 4, ValueSizeInBytes = 4, MaxEntries = Entries }],
            Programs =
            [
                TestHook.Spec($"""
                    r3 = *(u32 *)(r1 + 0)
                    r2 = map[targets]
                    call bpf_tail_call
                    r0 = {NoTarget}
                    exit
                """, "call"),
            ],
        });
        using HookLink link = test.Hook.Attach(caller.Programs["call"]);
        ProgramArrayMap targets = new(caller.FindMap("targets"));
        VmObject[] objects = [.. Enumerable.Range(1, Changers).Select(number => test.Engine.Load(Counting(number)))];
        long calls = 0, misses = 0;
        ulong counted = 0;

        Crowd.Run(Threads, Steps, (thread, step) =>
        {
            if (thread >= Changers)
            {
                Visit visit = new((uint)(step % Entries));
                int value = test.Hook.Run(ref visit).Value;
                Interlocked.Increment(ref calls);
                if (value == NoTarget) Interlocked.Increment(ref misses);
                else Assert.InRange(value, 1, Threads);
                Assert.Equal(value == NoTarget ? 0 : (uint)value, visit.Trace);
                return;
            }

            // Each changer has two entries for itself.
            uint index = (uint)(2 * thread + step % 2);
            if (step % 5 == 0) targets.Remove(index);
            else targets.Set(index, objects[thread].Programs["say"]);
            if (step % StepsPerLoad != 0) return;
            VmObject old = objects[thread];
            objects[thread] = test.Engine.Load(Counting(step / StepsPerLoad % Threads + 1));
            for (uint i = 0; i < 2; i++) targets.Set((uint)(2 * thread) + i, objects[thread].Programs["say"]);
            test.Hook.WaitForRuns();
            Interlocked.Add(ref counted, old.Map<uint, ulong>("count")[0]);
            old.Dispose(); // its code and its map are gone
        });

        Assert.Equal((ulong)(calls - misses), counted + objects.Aggregate(0ul, (sum, o) => sum + o.Map<uint, ulong>("count")[0]));
        Assert.InRange(misses, 0, calls - 1);
        Assert.Equal(0, link.Statistics.Faults);
    }

    [Fact]
    public void WaitForRuns_InsideARun_IsRefused()
    {
        CallingHost host = new();
        using VmEngine engine = new(new VmOptions { Host = host });
        using HookPoint<Visit> hook = new(engine, TestHook.Section);
        using VmObject loaded = engine.Load(new BpfObject { Programs = [TestHook.Spec("call bpf_ktime_get_ns\nr0 = 3\nexit")] });
        HookLink link = hook.Attach(loaded.Programs["program"]);
        Exception? refused = null;
        host.Called = () =>
        {
            refused = Record.Exception(hook.WaitForRuns);
            link.Dispose(); // does not wait
        };
        Visit visit = new(0);

        HookDecision decision = hook.Run(ref visit);

        Assert.IsType<InvalidOperationException>(refused);
        Assert.Equal(new HookDecision(3, link), decision); // the run goes on to its end
        Assert.False(link.IsAttached);
    }

    [Fact]
    public void Run_InsideARun_HasItsOwnContextAndCounts()
    {
        CallingHost host = new();
        using VmEngine engine = new(new VmOptions { Host = host });
        using HookPoint<Visit> outer = new(engine, "outer"), inner = new(engine, TestHook.Section);
        using VmObject loaded = engine.Load(new BpfObject
        {
            Programs =
            [
                TestHook.Spec("r6 = r1\ncall bpf_ktime_get_ns\nr0 = *(u32 *)(r6 + 0)\nexit", "outside", "outer"),
                TestHook.Spec("r0 = *(u32 *)(r1 + 0)\nexit", "inside"),
            ],
        });
        HookLink outside = outer.Attach(loaded.Programs["outside"]), inside = inner.Attach(loaded.Programs["inside"]);
        int seen = 0;
        host.Called = () =>
        {
            Visit visit = new(5);
            seen = inner.Run(ref visit).Value;
        };
        Visit visit = new(4);

        HookDecision decision = outer.Run(ref visit);

        Assert.Equal((new HookDecision(4, outside), 5), (decision, seen));
        Assert.Equal((1, 1), (outside.Statistics.Runs, inside.Statistics.Runs));
    }

    private static BpfObject Counting(int number) => new()
    {
        Maps = [new MapSpec("count", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 1 }],
        Programs = [TestHook.Spec(CountAndSay.Replace("NUMBER", $"{number}", StringComparison.Ordinal), "say")],
    };

    /// <summary>A host that does something where a program asks for the time.</summary>
    private sealed class CallingHost : Waggle.Vm.Execution.VmHost
    {
        public Action? Called { get; set; }

        public override ulong MonotonicNanoseconds
        {
            get
            {
                Called?.Invoke();
                return 1;
            }
        }
    }
}
