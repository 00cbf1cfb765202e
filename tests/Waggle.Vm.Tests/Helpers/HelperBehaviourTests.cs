using System.Collections.Frozen;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Vm.Code;
using Waggle.Vm.Cpus;
using Waggle.Vm.Execution;
using Waggle.Vm.Helpers;
using Waggle.Vm.Interpreter;
using Waggle.Vm.Jit;
using Waggle.Vm.Maps;

namespace Waggle.Vm.Tests.Helpers;

/// <summary>Helpers whose results the kernel can't be asked for: what the host says, and functions of the program that are called back.</summary>
public sealed unsafe class HelperBehaviourTests : IDisposable
{
    private readonly FakeHost _host = new();
    private readonly VirtualCpus _cpus = new(1);
    private readonly Dictionary<string, VmMap> _maps = [];

    public static TheoryData<bool> Engines => [false, true];

    public void Dispose() => _cpus.Dispose();

    [Theory]
    [InlineData("bpf_get_current_pid_tgid", 0x0000_0007_0000_0008)]
    [InlineData("bpf_get_current_uid_gid", 0x0000_0003_0000_0004)]
    [InlineData("bpf_get_current_cgroup_id", 99)]
    [InlineData("bpf_ktime_get_ns", 1_000_000_007)]
    [InlineData("bpf_ktime_get_boot_ns", 2_000_000_007)]
    [InlineData("bpf_ktime_get_tai_ns", 3_000_000_007)]
    [InlineData("bpf_ktime_get_coarse_ns", 1_000_000_000)]
    [InlineData("bpf_jiffies64", 0xFFFF_FFFF - 300 * 250 + 1 + 250)]
    [InlineData("bpf_get_prandom_u32", 4)]
    [InlineData("bpf_get_numa_node_id", 0)]
    [InlineData("bpf_get_smp_processor_id", 0)]
    public void Call_HostFact_ReturnsWhatTheHostSays(string helper, long expected)
    {
        foreach (bool isCompiled in new[] { false, true }) Assert.Equal(expected, Run($"call {helper}\nexit", isCompiled));
    }

    [Theory, MemberData(nameof(Engines))]
    public void GetCurrentComm_LongName_IsCutAndEnded(bool isCompiled)
    {
        long result = Run("r1 = r10\nr1 += -16\nr2 = 16\ncall bpf_get_current_comm\nr0 = *(u64 *)(r10 -8)\nexit", isCompiled);

        Assert.Equal(BitConverter.ToInt64("hat-is-\0"u8), result);
    }

    [Theory, MemberData(nameof(Engines))]
    public void TracePrintk_Format_PrintsThroughTheHost(bool isCompiled)
    {
        // "%d-%x\0" and two spare bytes
        long result = Run("r0 = 0x000078252d6425 ll\n*(u64 *)(r10 -8) = r0\nr1 = r10\nr1 += -8\nr2 = 8\nr3 = -3\nr4 = 255\nr5 = 0\ncall bpf_trace_printk\nexit", isCompiled);

        Assert.Equal(5, result);
        Assert.Equal(["-3-ff"], _host.Lines);
    }

    [Theory, MemberData(nameof(Engines))]
    public void Loop_CallbackThatStops_ReturnsTheTurns(bool isCompiled)
    {
        const string Program = """
            r0 = 0
            *(u64 *)(r10 -8) = r0
            r1 = 100
            r2 = subprog[turn]
            r3 = r10
            r3 += -8
            r4 = 0
            call bpf_loop
            r1 = *(u64 *)(r10 -8)
            r0 <<= 32
            r0 |= r1
            exit
            turn:
            r3 = *(u64 *)(r2 +0)
            r3 += r1
            *(u64 *)(r2 +0) = r3
            r0 = 0
            if r1 != 9 goto on
            r0 = 1
            on:
            exit
            """;

        Assert.Equal(10L << 32 | 45, Run(Program, isCompiled));
    }

    [Theory, MemberData(nameof(Engines))]
    public void Loop_WithoutEnd_IsEndedByTheBudget(bool isCompiled)
    {
        const string Program = "again:\nr1 = 8388608\nr2 = subprog[turn]\nr3 = 0\nr4 = 0\ncall bpf_loop\ngoto again\nturn:\nr0 = 0\nexit";

        Assert.Equal(VmFaultKind.Budget, Assert.Throws<FaultException>(() => Run(Program, isCompiled)).Fault.Kind);
    }

    [Theory, MemberData(nameof(Engines))]
    public void Loop_InsideItself_IsEndedByTheDepth(bool isCompiled)
    {
        const string Turn = "r1 = 1\nr2 = subprog[turn]\nr3 = 0\nr4 = 0\ncall bpf_loop\nexit";

        VmFault fault = Assert.Throws<FaultException>(() => Run($"{Turn}\nturn:\n{Turn}", isCompiled)).Fault;

        Assert.Equal(VmFaultKind.HelperArgument, fault.Kind);
        Assert.Contains("8 frames deep", fault.Reason, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public void ForEach_Array_SeesEachKeyAndValue(bool isCompiled)
    {
        VmMap map = Add("map", new MapSpec("map", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 4 });
        for (int i = 0; i < 4; i++)
        {
            long value = 10 * i;
            map.Update(&i, &value, 0);
        }

        const string Program = """
            r0 = 0
            *(u64 *)(r10 -8) = r0
            r1 = map[map]
            r2 = subprog[element]
            r3 = r10
            r3 += -8
            r4 = 0
            call bpf_for_each_map_elem
            r1 = *(u64 *)(r10 -8)
            r0 <<= 32
            r0 |= r1
            exit
            element:
            r2 = *(u32 *)(r2 +0)
            r3 = *(u64 *)(r3 +0)
            r3 += r2
            r0 = *(u64 *)(r4 +0)
            r0 += r3
            *(u64 *)(r4 +0) = r0
            r0 = 0
            exit
            """;

        Assert.Equal(4L << 32 | 66, Run(Program, isCompiled));
    }

    [Theory, MemberData(nameof(Engines))]
    public void TaskStorage_CreatedInOneRun_IsThereInTheNext(bool isCompiled)
    {
        Add("map", new MapSpec("map", MapType.TaskStorage) { KeySizeInBytes = 4, ValueSizeInBytes = 8, Flags = 1 });
        const string Count = """
            call bpf_get_current_task_btf
            r2 = r0
            r1 = map[map]
            r3 = 0
            r4 = 1
            call bpf_task_storage_get
            if r0 == 0 goto out
            r1 = *(u64 *)(r0 +0)
            r1 += 1
            *(u64 *)(r0 +0) = r1
            r0 = r1
            out:
            exit
            """;

        Assert.Equal(1, Run(Count, isCompiled));
        Assert.Equal(2, Run(Count, isCompiled));
        Assert.Equal(0, Run("call bpf_get_current_task_btf\nr2 = r0\nr1 = map[map]\ncall bpf_task_storage_delete\nexit", isCompiled));
        Assert.Equal(-2, Run("call bpf_get_current_task_btf\nr2 = r0\nr1 = map[map]\ncall bpf_task_storage_delete\nexit", isCompiled));
    }

    [Theory, MemberData(nameof(Engines))]
    public void GetStack_OfTheHost_SkipsFrames(bool isCompiled)
    {
        const string Program = "r2 = r10\nr2 += -32\nr3 = 32\nr4 = 1\ncall bpf_get_stack\nr1 = *(u64 *)(r10 -32)\nr0 <<= 32\nr0 |= r1\nexit";

        Assert.Equal(16L << 32 | 0x101, Run(Program, isCompiled));
    }

    [Theory, MemberData(nameof(Engines))]
    public void GetStackId_SameStack_HasTheSameNumber(bool isCompiled)
    {
        Add("map", new MapSpec("map", MapType.StackTrace) { KeySizeInBytes = 4, ValueSizeInBytes = 64, MaxEntries = 8 });
        const string Program = "r6 = r1\nr2 = map[map]\nr3 = 0\ncall bpf_get_stackid\nr7 = r0\nr1 = r6\nr2 = map[map]\nr3 = 0\ncall bpf_get_stackid\nr0 -= r7\nif r7 s>= 0 goto out\nr0 = r7\nout:\nexit";

        Assert.Equal(0, Run(Program, isCompiled));
    }

    [Theory, MemberData(nameof(Engines))]
    public void ProbeReadUser_MemoryOfTheHost_IsRead(bool isCompiled)
    {
        const string Program = "r1 = r10\nr1 += -8\nr2 = 8\nr3 = 0x5000\ncall bpf_probe_read_user\nr1 = *(u64 *)(r10 -8)\nr0 += r1\nexit";

        Assert.Equal(0x5555555555555555, Run(Program, isCompiled));
    }

    [Theory, MemberData(nameof(Engines))]
    public void Ring_RecordLeftOpen_IsDiscardedAtTheEnd(bool isCompiled)
    {
        var ring = (RingMap)Add("map", new MapSpec("map", MapType.RingBuffer) { MaxEntries = 4096 });

        Run("r1 = map[map]\nr2 = 8\nr3 = 0\ncall bpf_ringbuf_reserve\nr0 = 0\nexit", isCompiled);

        Assert.True(ring.Ring.HasRecord); // complete, though to be skipped
    }

    [Theory, MemberData(nameof(Engines))]
    public void Drain_SamplesOfTheHost_GoThroughTheCallback(bool isCompiled)
    {
        var ring = (UserRingMap)Add("map", new MapSpec("map", MapType.UserRingBuffer) { MaxEntries = 4096 });
        for (int i = 0; i < 4; i++)
        {
            byte* sample = ring.Ring.Reserve(8);
            *(long*)sample = i + 1;
            ring.Ring.Commit(sample, isDiscarded: i == 1);
        }

        const string Program = """
            r0 = 0
            *(u64 *)(r10 -8) = r0
            r1 = map[map]
            r2 = subprog[sample]
            r3 = r10
            r3 += -8
            r4 = 0
            call bpf_user_ringbuf_drain
            r1 = *(u64 *)(r10 -8)
            r0 <<= 32
            r0 |= r1
            exit
            sample:
            r6 = r2
            r3 = r1
            r1 = r10
            r1 += -8
            r2 = 8
            r4 = 0
            r5 = 0
            call bpf_dynptr_read
            r1 = *(u64 *)(r10 -8)
            r0 = *(u64 *)(r6 +0)
            r0 += r1
            *(u64 *)(r6 +0) = r0
            r0 = 0
            exit
            """;

        Assert.Equal(3L << 32 | 8, Run(Program, isCompiled));
    }

    [Theory, MemberData(nameof(Engines))]
    public void Lookup_MapOfMaps_FindsTheInnerMap(bool isCompiled)
    {
        MapSpec template = new("inner", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 1 };
        VmMap outer = Add("map", new MapSpec("map", MapType.ArrayOfMaps) { KeySizeInBytes = 4, ValueSizeInBytes = 4, MaxEntries = 2, InnerMap = template });
        VmMap inner = VmMap.Create(template, _cpus);
        uint key = 0;
        long value = 77;
        inner.Update(&key, &value, 0);
        Assert.Equal(Waggle.Bpf.Errors.Errno.None, outer.UpdateReference(&key, inner, 0));

        const string Program = """
            r0 = 0
            *(u32 *)(r10 -4) = r0
            r1 = map[map]
            r2 = r10
            r2 += -4
            call bpf_map_lookup_elem
            if r0 == 0 goto out
            r1 = r0
            r2 = r10
            r2 += -4
            call bpf_map_lookup_elem
            if r0 == 0 goto out
            r0 = *(u64 *)(r0 +0)
            out:
            exit
            """;

        Assert.Equal(77, Run(Program, isCompiled));
        GC.KeepAlive(inner);
    }

    [Theory]
    [InlineData("r1 = 5\nr2 = r10\nr2 += -8\ncall bpf_map_lookup_elem\nexit", "r1 (0x5) is no map of the program")]
    [InlineData("r1 = map[map]\nr2 = 5\ncall bpf_map_lookup_elem\nexit", "r2 (0x5) does not point to 4 bytes that the program may read")]
    [InlineData("r1 = map[map]\nr2 = 0\ncall bpf_map_pop_elem\nexit", "is a Array, which it does not take")]
    [InlineData("r1 = r10\nr2 = 16\ncall bpf_get_current_comm\nexit", "does not point to 16 bytes that the program may write")]
    [InlineData("r1 = r10\nr1 += -8\nr2 = 0\ncall bpf_get_current_comm\nexit", "has a size of 0")]
    [InlineData("r1 = r10\nr1 += -8\nr2 = -1\ncall bpf_get_current_comm\nexit", "more than helpers take")]
    [InlineData("r1 = r10\nr1 += -16\nr2 = 0\ncall bpf_ringbuf_submit_dynptr\nexit", "does not point to a dynptr")]
    [InlineData("r1 = 1\nr2 = 0\ncall bpf_ringbuf_submit\nexit", "is no record that the run has reserved")]
    [InlineData("r1 = r10\nr1 += -8\ncall bpf_spin_lock\nexit", "does not point to a lock in a map value")]
    [InlineData("r1 = 1\nr2 = 1\nr3 = 0\nr4 = 0\ncall bpf_loop\nexit", "is no function of the program")]
    public void Call_ArgumentAgainstTheContract_EndsTheRunNamingIt(string program, string reason)
    {
        Add("map", new MapSpec("map", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 4 });

        foreach (bool isCompiled in new[] { false, true })
        {
            VmFault fault = Assert.Throws<FaultException>(() => Run(program, isCompiled)).Fault;

            Assert.Equal(VmFaultKind.HelperArgument, fault.Kind);
            Assert.Contains(reason, fault.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Numbers_OfTheTable_AreManyAndHaveContracts()
    {
        int[] numbers = [.. HelperTable.Numbers];

        Assert.InRange(numbers.Length, 120, 211);
        Assert.All(numbers, number => Assert.NotEmpty(HelperContracts.Of(number)));
    }

    private VmMap Add(string name, MapSpec spec) => _maps[name] = VmMap.Create(spec, _cpus);

    private long Run(string text, bool isCompiled)
    {
        AssembledProgram program = Assembler.Assemble(text, HelperNames.Symbols);
        ProgramCode code = ProgramCode.Read(program.Instructions);
        VmMap[] maps = [.. _maps.Values];
        var image = new ProgramImage
        {
            Name = "helper",
            Type = ProgramType.Unspecified,
            Code = code,
            Context = ContextShape.Memory,
            Maps = maps,
            MapUses = program.MapReferences.ToFrozenDictionary(r => r.InstructionIndex, r => new MapUse(Array.IndexOf(maps, _maps[r.MapName]), r.ValueOffset)),
            Helpers = program.Instructions.Where(i => i.IsCall(CallKind.Helper)).Select(i => HelperTable.Find(i.Immediate)!).DistinctBy(h => h.Number).ToFrozenDictionary(h => h.Number),
        };
        InterpretedProgram interpreter = new(image);
        Executable executable = isCompiled ? new CompiledProgram(image, interpreter, new LinkedSources(image)) : interpreter;
        VirtualCpu cpu = _cpus.Enter();
        using RunContext run = new() { Host = _host };
        try
        {
            run.Begin(executable, cpu.Number, 0, 100_000);
            byte* memory = stackalloc byte[8];
            run.SetPacket((ulong)memory, 8);
            return (long)executable.Run(run, (ulong)memory, 8, run.StackTop);
        }
        finally
        {
            run.End();
            _cpus.Exit(cpu);
        }
    }
}
