using System.Runtime.InteropServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Vm.Cpus;
using Waggle.Vm.Execution;
using Waggle.Vm.Helpers;
using Waggle.Vm.Tests.Helpers;

namespace Waggle.Vm.Tests;

/// <summary>Timers in map values, with a clock that the test moves.</summary>
public class TimerTests
{
    private const int TimerOffset = 8, ValueSize = 32;
    private const long WouldDeadlock = -35;

    // Value: a count, the timer, the key that the callback was given. r7 is the timer of element [key] of the map.
    private const string Find = """
        r6 = r1
        r1 = KEY
        *(u64 *)(r10 -8) = r1
        r1 = map[MAP]
        r2 = r10
        r2 += -8
        call bpf_map_lookup_elem
        if r0 == 0 goto none
        r7 = r0
        r7 += 8

        """;

    private const string Init = "r1 = r7\nr2 = map[MAP]\nr3 = 1\ncall bpf_timer_init\nSAVE0\nr1 = r7\nr2 = subprog[fired]\ncall bpf_timer_set_callback\nSAVE1\n";

    private const string Start = "r1 = r7\nr2 = 1000\nr3 = 0\ncall bpf_timer_start\nSAVE2\n";

    // Counts, and keeps the key.
    private const string Fired = """
        none:
        r0 = 0
        exit
        fired:
        r4 = 1
        lock *(u64 *)(r3 +0) += r4
        r4 = *(u32 *)(r2 +0)
        *(u64 *)(r3 +24) = r4
        r0 = 0
        exit
        """;

    public static TheoryData<VmExecution, string> Kinds => new MatrixTheoryData<VmExecution, string>([VmExecution.Interpreter, VmExecution.Jit], ["array", "hash", "lru"]);

    [Theory, MemberData(nameof(Kinds))]
    public void Start_Timer_CallsWhenTheTimeHasCome(VmExecution execution, string map)
    {
        ClockHost host = new();
        using VmEngine engine = Open(host, execution);
        using VmObject loaded = Load(engine, map, Find + Init + Start + Fired);
        Assert.Equal([0, 0, 0], Run(loaded)[..3]);

        host.Now += 999;
        Assert.Equal(0, engine.RunDueTimers());
        host.Now += 1;
        Assert.Equal(1, engine.RunDueTimers());
        host.Now += 100_000;
        Assert.Equal(0, engine.RunDueTimers()); // once

        long[] value = Value(loaded, map);
        Assert.Equal((1, 2), (value[0], value[3]));
        Assert.Equal((0, 0), (value[1], value[2])); // the host sees nothing of the timer
    }

    [Theory]
    [InlineData(1, 1_000_500, 500)] // monotonic: 1,000,000 is now
    [InlineData(7, 1_001_000, 500)] // since boot: 1,000,500 is now
    [InlineData(0, 1_007_300, 300)] // of day: 1,007,000 is now
    [InlineData(1, 5, 0)]           // past
    public void Start_AbsoluteTime_IsOfTheTimersClock(int clock, long time, long later)
    {
        ClockHost host = new();
        using VmEngine engine = Open(host);
        using VmObject loaded = Load(engine, "hash", Find + Init.Replace("r3 = 1", $"r3 = {clock}", StringComparison.Ordinal)
            + Start.Replace("r2 = 1000", $"r2 = {time}", StringComparison.Ordinal).Replace("r3 = 0", "r3 = 3", StringComparison.Ordinal) + Fired);
        Assert.Equal([0, 0, 0], Run(loaded)[..3]);

        host.Now += later - 1;
        if (later > 0) Assert.Equal(0, engine.RunDueTimers());
        host.Now += 1;

        Assert.Equal(1, engine.RunDueTimers());
    }

    [Fact]
    public void Helpers_OutOfOrder_GiveTheKernelsErrors()
    {
        ClockHost host = new();
        using VmEngine engine = Open(host);
        // start, set_callback and cancel of nothing; init with a bad clock, init, again; start without a callback; bad flags; cancel.
        using VmObject loaded = Load(engine, "hash", Find + """
            r1 = r7
            r2 = 1
            r3 = 0
            call bpf_timer_start
            SAVE0
            r1 = r7
            r2 = subprog[fired]
            call bpf_timer_set_callback
            SAVE1
            r1 = r7
            call bpf_timer_cancel
            SAVE2
            r1 = r7
            r2 = map[MAP]
            r3 = 2
            call bpf_timer_init
            SAVE3
            r1 = r7
            r2 = map[MAP]
            r3 = 1
            call bpf_timer_init
            SAVE4
            r1 = r7
            r2 = map[MAP]
            r3 = 1
            call bpf_timer_init
            SAVE5
            r1 = r7
            r2 = 1
            r3 = 0
            call bpf_timer_start
            SAVE6
            r1 = r7
            r2 = 1
            r3 = 4
            call bpf_timer_start
            SAVE7
            r1 = r7
            call bpf_timer_cancel
            SAVE8
            r1 = r7
            r2 = subprog[fired]
            call bpf_timer_set_callback
            r1 = r7
            r2 = 50
            r3 = 0
            call bpf_timer_start
            r1 = r7
            call bpf_timer_cancel
            SAVE9
            r1 = r7
            r2 = 50
            r3 = 0
            call bpf_timer_start
            SAVE10

            """ + Fired);

        const long Invalid = -(long)Errno.Invalid;
        Assert.Equal([Invalid, Invalid, Invalid, Invalid, 0, -(long)Errno.Busy, Invalid, Invalid, 0, 1, Invalid], Run(loaded)[..11]);
        host.Now += 1000;
        Assert.Equal(0, engine.RunDueTimers());
    }

    [Theory]
    [InlineData("delete")]
    [InlineData("update")]
    [InlineData("dispose")]
    public void Start_ElementThatGoes_IsNotCalled(string how)
    {
        ClockHost host = new();
        using VmEngine engine = Open(host);
        using VmObject loaded = Load(engine, "hash", Find + Init + Start + Fired);
        Run(loaded);
        Assert.Equal(1, engine.Callbacks.Count);

        if (how == "delete") loaded.FindMap("hash").Remove(BitConverter.GetBytes(2L));
        if (how == "update") loaded.FindMap("hash").Update(BitConverter.GetBytes(2L), new byte[ValueSize]);
        if (how == "dispose") loaded.Dispose();

        Assert.Equal(0, engine.Callbacks.Count);
        host.Now += 5000;
        Assert.Equal(0, engine.RunDueTimers());
    }

    [Fact]
    public void Callback_SetsItselfAgain_IsCalledOncePerAsking()
    {
        ClockHost host = new();
        using VmEngine engine = Open(host);
        using VmObject loaded = LoadDue(engine, host, "array", """
            r4 = 1
            lock *(u64 *)(r3 +0) += r4
            r1 = r3
            r1 += 8
            r2 = 0
            r3 = 0
            call bpf_timer_start
            """);

        for (int i = 1; i <= 3; i++)
        {
            Assert.Equal(1, engine.RunDueTimers());
            Assert.Equal(i, Value(loaded, "array")[0]);
        }
    }

    [Fact]
    public void Callback_CancelsItself_IsRefused()
    {
        ClockHost host = new();
        using VmEngine engine = Open(host);
        using VmObject loaded = LoadDue(engine, host, "array", """
            r6 = r3
            r1 = r3
            r1 += 8
            call bpf_timer_cancel
            *(u64 *)(r6 +0) = r0
            """);

        engine.RunDueTimers();

        Assert.Equal(WouldDeadlock, Value(loaded, "array")[0]);
    }

    [Fact]
    public void Callback_DeletesItsElement_EndsWell()
    {
        ClockHost host = new();
        using VmEngine engine = Open(host);
        using VmObject loaded = LoadDue(engine, host, "hash", """
            r6 = r3
            call bpf_map_delete_elem
            r1 = map[result][0]+0
            *(u64 *)(r1 +88) = r0
            r1 = 5
            *(u64 *)(r6 +0) = r1
            r1 = r6
            r1 += 8
            r2 = 0
            r3 = 0
            call bpf_timer_start
            r1 = map[result][0]+0
            *(u64 *)(r1 +96) = r0
            """);

        Assert.Equal(1, engine.RunDueTimers());

        Assert.Empty(host.Faults);
        Assert.Equal([0, -(long)Errno.Invalid], Results(loaded)[11..13]);
        Assert.False(loaded.FindMap("hash").TryLookup(BitConverter.GetBytes(2L), new byte[ValueSize]));
    }

    [Theory]
    [InlineData("*(u64 *)(r2 +0) = r3", VmFaultKind.Memory)]        // the key is there to be read
    [InlineData("r0 = *(u64 *)(r2 +8)", VmFaultKind.Memory)]
    [InlineData("r0 = 0\nr0 = *(u32 *)(r0 +0)", VmFaultKind.Memory)] // where no context is
    [InlineData("again:\ngoto again", VmFaultKind.Budget)]
    public void Callback_ThatBreaksARule_IsToldToTheHost(string text, VmFaultKind kind)
    {
        foreach (VmExecution execution in new[] { VmExecution.Interpreter, VmExecution.Jit })
        {
            ClockHost host = new();
            using VmEngine engine = Open(host, execution, VmSafety.Checked);
            using VmObject loaded = LoadDue(engine, host, "hash", text, ProgramType.Xdp);

            Assert.Equal(1, engine.RunDueTimers());

            Assert.Equal(kind, Assert.Single(host.Faults).Kind);
        }
    }

    [Theory]
    [InlineData("r1 = r7\nr1 += 1\nr2 = map[MAP]\nr3 = 1\ncall bpf_timer_init", "timer")]
    [InlineData("r1 = r7\nr1 += -8\nr2 = map[MAP]\nr3 = 1\ncall bpf_timer_init", "timer")]
    [InlineData("r1 = r10\nr1 += -16\nr2 = map[MAP]\nr3 = 1\ncall bpf_timer_init", "timer")]
    [InlineData("r1 = r7\nr2 = map[array]\nr3 = 1\ncall bpf_timer_init", "not the map")]
    [InlineData("r1 = r7\nr2 = map[result]\nr3 = 1\ncall bpf_timer_init", "not the map")]
    [InlineData("r1 = map[result][0]+8\nr2 = map[result]\nr3 = 1\ncall bpf_timer_init", "timer")]
    [InlineData("r1 = r7\nr2 = 7\ncall bpf_timer_set_callback", "no function")]
    [InlineData("r1 = r7\nr2 = subprog[fired]\nr2 += 1\ncall bpf_timer_set_callback", "no function")]
    [InlineData("r1 = 0\nr2 = 5\nr3 = 0\ncall bpf_timer_start", "timer")]
    [InlineData("r1 = r7\nr1 += 64\ncall bpf_timer_cancel", "timer")]
    public void Helpers_PointerThatIsNoTimer_EndTheRun(string text, string reason)
    {
        ClockHost host = new();
        using VmEngine engine = Open(host, safety: VmSafety.Checked);
        using VmObject loaded = Load(engine, "hash", Find + text + "\n" + Fired);

        VmFault fault = Assert.Throws<VmFaultException>(() => Run(loaded)).Fault;

        Assert.Equal(VmFaultKind.HelperArgument, fault.Kind);
        Assert.Contains(reason, fault.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_BytesOfTheTimerOverwritten_ChangesNothing()
    {
        ClockHost host = new();
        using VmEngine engine = Open(host, safety: VmSafety.Checked);
        using VmObject loaded = Load(engine, "hash", Find + Init + "r1 = 0x4141414141414141 ll\n*(u64 *)(r7 +0) = r1\n*(u64 *)(r7 +8) = r1\n" + Start + Fired);

        Assert.Equal([0, 0, 0], Run(loaded)[..3]);
        host.Now += 1000;

        Assert.Equal(1, engine.RunDueTimers());
    }

    [Fact]
    public async Task Cancel_CallbackOnAnotherThread_WaitsForItsEnd()
    {
        using ManualResetEventSlim isInside = new(), mayEnd = new();
        s_gate = (isInside, mayEnd);
        using VmEngine engine = new(new VmOptions { CpuCount = 3, Helpers = [VmHelper.Of(Pause)] }); // with its own thread and the machine's clock
        const string Slow = """
            none:
            r0 = 0
            exit
            fired:
            r6 = r3
            call 65536
            r1 = 1
            *(u64 *)(r6 +0) = r1
            r0 = 0
            exit
            """;
        using VmObject loaded = Load(engine, "array", Find + Init + Start + Slow);
        Run(loaded);
        Task<long> cancelled;
        try
        {
            isInside.Wait(TestContext.Current.CancellationToken);
            cancelled = Task.Run(Cancel);
            // A cancelled timer has no callback any more, and can't be set.
            while (!cancelled.IsCompleted && engine.Callbacks.Start(TimerAddress(loaded), 1_000_000_000_000, 0) == Errno.None) Thread.Yield();
            Assert.False(cancelled.IsCompleted);
        }
        finally
        {
            mayEnd.Set();
        }

        Assert.Equal(1, await cancelled);
        Assert.Equal(1, Value(loaded, "array")[0]); // it had ended by then

        // As a program does, on a CPU of its own: which one the callback runs on depends on the machine's.
        long Cancel()
        {
            VirtualCpu cpu = engine.Cpus.Enter();
            long result = engine.Callbacks.Cancel(TimerAddress(loaded), cpu.Number);
            engine.Cpus.Exit(cpu);
            return result;
        }
    }

    private static (ManualResetEventSlim IsInside, ManualResetEventSlim MayEnd) s_gate;

    [VmHelper(Number = 65536)]
    private static void Pause()
    {
        s_gate.IsInside.Set();
        s_gate.MayEnd.Wait();
    }

    private static unsafe ulong TimerAddress(VmObject loaded) => ((Vm.Maps.VmMap)loaded.FindMap("array")).Values[0].Start + 2 * ValueSize + TimerOffset;

    private static VmEngine Open(ClockHost host, VmExecution execution = VmExecution.Automatic, VmSafety safety = VmSafety.Verified) =>
        new(new VmOptions { Safety = safety, Host = host, Execution = execution, CpuCount = 1, HasTimerThread = false, InstructionBudget = 10_000 });

    private static long[] Run(VmObject loaded)
    {
        loaded.Programs["timer"].Run(loaded.Programs["timer"].Spec.Type == ProgramType.Xdp ? new ProgramRun { Packet = new byte[64] } : new ProgramRun());
        return Results(loaded);
    }

    private static long[] Results(VmObject loaded) => Read(loaded.FindMap("result"), new byte[4], 128);

    private static long[] Value(VmObject loaded, string map) => Read(loaded.FindMap(map), map == "array" ? BitConverter.GetBytes(2) : BitConverter.GetBytes(2L), ValueSize);

    private static long[] Read(LiveMap map, byte[] key, int size)
    {
        byte[] value = new byte[size];
        Assert.True(map.TryLookup(key, value));
        return [.. MemoryMarshal.Cast<byte, long>(value)];
    }

    // With a timer that is due and calls this.
    private static VmObject LoadDue(VmEngine engine, ClockHost host, string map, string callback, ProgramType type = ProgramType.Syscall)
    {
        VmObject loaded = Load(engine, map, Find + Init + Start + $"none:\nr0 = 0\nexit\nfired:\n{callback}\nr0 = 0\nexit", type);
        Run(loaded);
        host.Now += 5000;
        return loaded;
    }

    private static VmObject Load(VmEngine engine, string map, string text, ProgramType type = ProgramType.Syscall)
    {
        string full = text.Replace("MAP", map, StringComparison.Ordinal).Replace("KEY", "2", StringComparison.Ordinal);
        for (int i = 15; i >= 0; i--) full = full.Replace($"SAVE{i}\n", $"r1 = map[result][0]+{8 * i}\n*(u64 *)(r1 +0) = r0\n", StringComparison.Ordinal);
        AssembledProgram program = Assembler.Assemble(full, HelperNames.Symbols);
        BtfBuilder types = new();
        int word = types.Add(new BtfInt("unsigned int", 4, 0)), wide = types.Add(new BtfInt("unsigned long", 8, 0));
        int timer = types.Add(new BtfComposite("bpf_timer", IsUnion: false, 16, [new("a", wide, 0), new("b", wide, 64)]));
        int value = types.Add(new BtfComposite("value", IsUnion: false, ValueSize, [new("count", wide, 0), new("timer", timer, 8 * TimerOffset), new("key", wide, 192)]));
        VmObject loaded = engine.Load(new BpfObject
        {
            Btf = types.Build(),
            Programs = [new() { Name = "timer", Section = type == ProgramType.Xdp ? "xdp" : "syscall", Type = type, Instructions = program.Instructions, MapReferences = program.MapReferences }],
            Maps =
            [
                new("result", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 128, MaxEntries = 1 },
                new("array", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = ValueSize, MaxEntries = 4, KeyTypeId = word, ValueTypeId = value },
                new("hash", MapType.Hash) { KeySizeInBytes = 8, ValueSizeInBytes = ValueSize, MaxEntries = 4, KeyTypeId = wide, ValueTypeId = value },
                new("lru", MapType.LruHash) { KeySizeInBytes = 8, ValueSizeInBytes = ValueSize, MaxEntries = 4, KeyTypeId = wide, ValueTypeId = value },
            ],
        });
        if (map != "array") loaded.FindMap(map).Update(BitConverter.GetBytes(2L), new byte[ValueSize]);
        return loaded;
    }
}
