using System.Buffers.Binary;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Vm.Execution;
using Waggle.Vm.Helpers;

namespace Waggle.Vm.Tests.Helpers;

/// <summary>Any numbers in r1 to r5 of any helper: a fault or a result, never harm.</summary>
public class HostileArgumentTests
{
    private const int Arguments = 5, Rounds = 100, InputSize = 16 * Arguments;
    private const int Bases = 12;

    private static readonly string[] s_maps = ["input", "hash", "array", "percpu", "ring", "user", "queue", "bloom", "lru", "timers", "arena"];

    public static IEnumerable<TheoryDataRow<int>> Numbers => HelperTable.Numbers.Select(number => new TheoryDataRow<int>(number));

    [Theory, MemberData(nameof(Numbers))]
    public void Call_AnyArguments_EndsInAFaultOrAResult(int number)
    {
        foreach (ProgramType type in new[] { ProgramType.Unspecified, ProgramType.Xdp, ProgramType.SchedCls })
        {
            if (HelperTable.Find(number, type) is null) continue;
            foreach (VmExecution execution in new[] { VmExecution.Interpreter, VmExecution.Jit })
                Attack(number, type, execution, new Random(number * 100 + (int)type)); // reproducible
        }
    }

    [Fact]
    public void ExchangePointer_InAnArena_IsRefused()
    {
        using VmEngine engine = new(new VmOptions { Safety = VmSafety.Checked });
        ProgramSpec program = NamedCalls.Assemble("hostile", ProgramType.Syscall, """
            r1 = map[arena]
            r2 = 0
            r3 = 1
            r4 = -1
            r5 = 0
            call bpf_arena_alloc_pages
            r1 = r0
            r2 = 0
            call bpf_kptr_xchg
            exit
            """);
        using VmObject loaded = engine.Load(new()
        {
            Programs = [program],
            Externs = [.. NamedCalls.ExternsOf(program)],
            Maps = [new("arena", MapType.Arena) { MaxEntries = 16, Flags = 1 << 10 }],
        });

        VmFault fault = Assert.Throws<VmFaultException>(() => loaded.FindProgram("hostile").Run(new ProgramRun())).Fault;

        Assert.Contains("does not point to a place for a kernel pointer", $"{fault}", StringComparison.OrdinalIgnoreCase);
    }

    public static IEnumerable<TheoryDataRow<string>> Names => KernelFunctionTable.Names.Select(name => new TheoryDataRow<string>(name));

    [Theory, MemberData(nameof(Names))]
    public void Call_KernelFunctionWithAnyArguments_EndsInAFaultOrAResult(string name)
    {
        foreach (ProgramType type in new[] { ProgramType.Unspecified, ProgramType.Xdp, ProgramType.SchedCls })
        {
            foreach (VmExecution execution in new[] { VmExecution.Interpreter, VmExecution.Jit })
                Attack(0, type, execution, new Random(name.Length * 1000 + name[^1] * 10 + (int)type), name);
        }
    }

    private static void Attack(int number, ProgramType type, VmExecution execution, Random random, string? name = null)
    {
        using VmEngine engine = new(new VmOptions { Safety = VmSafety.Checked, Execution = execution, CpuCount = 1, InstructionBudget = 20_000, HasTimerThread = false, Host = new ClockHost() });
        using VmObject loaded = engine.Load(Build(number, type, name));
        byte[] key = new byte[4], input = new byte[InputSize], packet = new byte[16384], before = [.. Samples.IPv4];
        int ended = 0;
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < Arguments; i++)
            {
                BinaryPrimitives.WriteInt64LittleEndian(input.AsSpan(16 * i), Pick(random));
                BinaryPrimitives.WriteInt64LittleEndian(input.AsSpan(16 * i + 8), random.Next(Bases));
            }

            loaded.FindMap("input").Update(key, input);
            try
            {
                loaded.FindProgram("hostile").Run(type == ProgramType.Unspecified
                    ? new ProgramRun { Context = new byte[64] }
                    : new ProgramRun { Packet = before, PacketOut = packet });
                ended++;
            }
            catch (VmFaultException e)
            {
                Assert.NotEqual(VmFaultKind.UnknownHelper, e.Fault.Kind);
                ended++;
            }

            engine.RunDueTimers();
        }

        Assert.Equal(Rounds, ended);
    }

    private static long Pick(Random random) => random.Next(9) switch
    {
        0 => 0,
        1 => random.Next(-64, 1),
        2 => 8 * random.Next(-32, 32),
        3 => random.Next(0, 64),
        4 => 1L << random.Next(64),
        5 => -1L << random.Next(64),
        6 => random.NextInt64(long.MinValue, long.MaxValue),
        7 => int.MaxValue,
        _ => 4,
    };

    // Each argument is a number on top of nothing, the stack, the context, a map, a map's value, a function, a record, or a packet's end.
    private static BpfObject Build(int number, ProgramType type, string? name)
    {
        string Load(string label)
        {
            string arguments = "";
            for (int i = 0; i < Arguments; i++) arguments += LoadOne(i, i + 1, $"{label}{i}");
            return arguments;
        }

        static string LoadOne(int i, int register, string label) => $"""
                r0 = *(u64 *)(r9 +{16 * i + 8})
                r{register} = *(u64 *)(r9 +{16 * i})
                if r0 != 1 goto a{label}
                r{register} += r10
                a{label}:
                if r0 != 2 goto b{label}
                r{register} += r6
                b{label}:
                if r0 != 3 goto c{label}
                r{register} &= 15
                r8 = map[input]
                r{register} += r8
                c{label}:
                if r0 != 4 goto d{label}
                r{register} += r9
                d{label}:
                if r0 != 5 goto e{label}
                r{register} = subprog[callback]
                e{label}:
                if r0 != 6 goto f{label}
                r{register} = r7
                f{label}:
                if r0 != 7 goto g{label}
                r{register} &= 63
                g{label}:
                if r0 != 9 goto h{label}
                r8 = map[timers][0]+8
                r{register} &= 31
                r{register} += r8
                h{label}:
                if r0 != 10 goto i{label}
                r{register} = map[timers]
                i{label}:
                if r0 != 11 goto j{label}
                r{register} = r10
                r{register} += -64
                j{label}:

                """;

        ProgramSpec spec = NamedCalls.Assemble("hostile", type, $"""
            r6 = r1
            r9 = map[input][0]+0
            {string.Concat(s_maps.Select(m => $"r1 = map[{m}]\n"))}
            r1 = map[ring]
            r2 = 16
            r3 = 0
            call {131}
            r7 = r0
            r1 = r9
            r2 = 40
            r3 = 0
            r4 = r10
            r4 += -64
            call {197}
            {Load("first")}
            call {name ?? $"{number}"}
            {Load("second")}
            call {name ?? $"{number}"}
            r0 = 2
            exit
            callback:
            r0 = 0
            exit
            """);
        BtfBuilder types = new();
        int wide = types.Add(new BtfInt("unsigned long", 8, 0)), word = types.Add(new BtfInt("unsigned int", 4, 0));
        int timer = types.Add(new BtfComposite("bpf_timer", IsUnion: false, 16, [])), queue = types.Add(new BtfComposite("bpf_wq", IsUnion: false, 16, []));
        int value = types.Add(new BtfComposite("value", IsUnion: false, 40, [new("count", wide, 0), new("timer", timer, 64), new("queue", queue, 192)]));
        return new()
        {
            Btf = types.Build(),
            Programs = [spec],
            Externs = [.. NamedCalls.ExternsOf(spec)],
            Maps =
            [
                new("input", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = InputSize, MaxEntries = 1 },
                new("hash", MapType.Hash) { KeySizeInBytes = 8, ValueSizeInBytes = 16, MaxEntries = 8 },
                new("array", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 24, MaxEntries = 4 },
                new("percpu", MapType.PerCpuArray) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 4 },
                new("ring", MapType.RingBuffer) { MaxEntries = 4096 },
                new("user", MapType.UserRingBuffer) { MaxEntries = 4096 },
                new("queue", MapType.Queue) { ValueSizeInBytes = 8, MaxEntries = 4 },
                new("bloom", MapType.BloomFilter) { ValueSizeInBytes = 8, MaxEntries = 4 },
                new("timers", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 40, MaxEntries = 1, KeyTypeId = word, ValueTypeId = value },
                new("arena", MapType.Arena) { MaxEntries = 16, Flags = 1 << 10 },
                new("lru", MapType.LruHash) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 4 },
            ],
        };
    }
}
