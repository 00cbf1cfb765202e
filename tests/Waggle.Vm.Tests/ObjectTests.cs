using System.Buffers.Binary;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;

namespace Waggle.Vm.Tests;

public class ObjectTests
{
    private const int TailCalls = 33; // MAX_TAIL_CALL_CNT

    public static TheoryData<VmExecution> Executions => [VmExecution.Interpreter, VmExecution.Jit];

    [Theory, MemberData(nameof(Executions))]
    public void Run_ProgramThatCountsPackets_LeavesTheCountInTheMap(VmExecution execution)
    {
        using VmEngine engine = new(new VmOptions { Execution = execution });
        using VmObject loaded = engine.Load(new BpfObject
        {
            Maps = [new MapSpec("counts", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 2 }],
            Programs =
            [
                Xdp("count", """
                    *(u32 *)(r10 - 4) = 1
                    r1 = map[counts]
                    r2 = r10
                    r2 += -4
                    call bpf_map_lookup_elem
                    if r0 == 0 goto out
                    r1 = 1
                    lock *(u64 *)(r0 + 0) += r1
                out:
                    r0 = 2
                    exit
                """),
            ],
        });

        ProgramRunResult result = loaded.Programs["count"].Run(data: new byte[64], repeat: 5);

        Assert.Equal(2u, result.ReturnValue);
        BpfMap<uint, ulong> counts = loaded.Map<uint, ulong>("counts");
        Assert.Equal(0ul, counts[0]);
        Assert.Equal(5ul, counts[1]);
    }

    [Theory, MemberData(nameof(Executions))]
    public void Run_ProgramThatTailCallsItself_IsCalledThirtyThreeTimes(VmExecution execution)
    {
        using VmEngine engine = new(new VmOptions { Safety = VmSafety.Checked, Execution = execution });
        using VmObject loaded = engine.Load(new BpfObject
        {
            Maps =
            [
                new MapSpec("next", MapType.ProgramArray) { KeySizeInBytes = 4, ValueSizeInBytes = 4, MaxEntries = 1, InitialEntries = [new(0, "again")] },
                new MapSpec("count", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 1 },
            ],
            Programs =
            [
                Xdp("again", """
                    r6 = r1
                    r1 = map[count][0]+0
                    r2 = 1
                    lock *(u64 *)(r1 + 0) += r2
                    r1 = r6
                    r2 = map[next]
                    r3 = 0
                    call bpf_tail_call
                    exit
                """),
            ],
        });

        ProgramRunResult result = loaded.Programs["again"].Run(data: new byte[64]);

        Assert.Equal(TailCalls + 1ul, loaded.Map<uint, ulong>("count")[0]);
        Assert.Equal(-(int)Errno.NoEntry, (int)result.ReturnValue); // the last call goes nowhere, and r0, which the verifier says holds nothing, says so
        loaded.FindMap("next").Remove(new byte[4]);
        loaded.Programs["again"].Run(data: new byte[64]);
        Assert.Equal(TailCalls + 2ul, loaded.Map<uint, ulong>("count")[0]);
    }

    [Theory, MemberData(nameof(Executions))]
    public void Dispose_ProgramInAnotherObjectsArray_IsTakenOutOfIt(VmExecution execution)
    {
        using VmEngine engine = new(new VmOptions { Execution = execution });
        using VmObject caller = engine.Load(new BpfObject
        {
            Maps = [new MapSpec("next", MapType.ProgramArray) { KeySizeInBytes = 4, ValueSizeInBytes = 4, MaxEntries = 3 }],
            Programs = [Xdp("call", "r2 = map[next]\nr3 = 1\ncall bpf_tail_call\nr0 = 1\nexit")],
        });
        ProgramArrayMap next = new(caller.FindMap("next"));
        VmObject target = LoadTarget(), other = LoadTarget();
        VmProgram counting = target.Programs["target"];
        next.Set(0, other.Programs["target"]);
        next.Set(1, counting);
        next.Set(2, counting);
        Assert.Equal(7u, Call());

        target.Dispose();

        Assert.Equal(1u, Call());
        Assert.Equal([true, false, false], Enumerable.Range(0, 3).Select(index => next.TryGetId((uint)index, out _)));
        Assert.Equal(Errno.BadDescriptor, Assert.Throws<BpfMapException>(() => next.Set(1, counting)).Errno);
        Assert.Equal(1u, Call());
        next.Set(1, other.Programs["target"]);
        Assert.Equal(7u, Call());
        other.Dispose();

        uint Call() => caller.Programs["call"].Run(data: new byte[64]).ReturnValue;

        VmObject LoadTarget() => engine.Load(new BpfObject
        {
            Maps = [new MapSpec("count", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 1 }],
            Programs = [Xdp("target", "r1 = map[count][0]+0\nr2 = 1\nlock *(u64 *)(r1 + 0) += r2\nr0 = 7\nexit")],
        });
    }

    [Fact]
    public void Load_ValueWithALock_IsUpdatedAroundIt()
    {
        BtfBuilder types = new();
        int word = types.Add(new BtfInt("unsigned int", 4, 0));
        int spinLock = types.Add(new BtfComposite("bpf_spin_lock", IsUnion: false, 4, [new("val", word, 0)]));
        int value = types.Add(new BtfComposite("value", IsUnion: false, 8, [new("count", word, 0), new("lock", spinLock, 32)]));
        using VmEngine engine = new();
        using VmObject loaded = engine.Load(new BpfObject
        {
            Btf = types.Build(),
            Maps = [new MapSpec("values", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 1, ValueTypeId = value, KeyTypeId = word }],
        });
        LiveMap map = loaded.FindMap("values");
        byte[] read = new byte[8];

        map.Update(new byte[4], [1, 0, 0, 0, 1, 0, 0, 0]);

        Assert.True(map.TryLookup(new byte[4], read));
        Assert.Equal([1, 0, 0, 0, 0, 0, 0, 0], read);
        Assert.True(new BpfMap<uint, ulong>(map, LayoutCheck.SizeOnly).TryGetLocked(0, out ulong locked));
        Assert.Equal(1ul, locked);
    }

    [Fact]
    public void Load_MapThatTheProgramNamesAndTheObjectLacks_SaysWhich()
    {
        using VmEngine engine = new();

        var error = Assert.Throws<VmLoadException>(() => engine.Load(new BpfObject { Programs = [Xdp("lost", "r1 = map[gone]\nr0 = 0\nexit")] }));

        Assert.Equal(0, error.Slot);
        Assert.Contains("'gone'", error.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Executions))]
    public void Run_PacketRewrittenByTheProgram_ComesBackChanged(VmExecution execution)
    {
        using VmEngine engine = new(new VmOptions { Execution = execution });
        using VmObject loaded = engine.Load(new BpfObject
        {
            Programs =
            [
                Xdp("swap", """
                    r2 = *(u32 *)(r1 + 0)
                    r3 = *(u32 *)(r1 + 4)
                    r4 = r2
                    r4 += 14
                    if r4 > r3 goto short
                    r5 = *(u16 *)(r2 + 12)
                    r5 = be16 r5
                    *(u16 *)(r2 + 12) = r5
                    r0 = 3
                    exit
                short:
                    r0 = 1
                    exit
                """),
            ],
        });
        byte[] packet = new byte[20], left = new byte[64];
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(12), 0x0800);

        ProgramRunResult whole = loaded.Programs["swap"].Run(new ProgramRun { Packet = packet, PacketOut = left });
        ProgramRunResult cut = loaded.Programs["swap"].Run(data: packet.AsSpan(0, 13));

        Assert.Equal((3u, 20), (whole.ReturnValue, whole.PacketLength));
        Assert.Equal([0x00, 0x08], left[12..14]);
        Assert.Equal(1u, cut.ReturnValue);
    }

    private static ProgramSpec Xdp(string name, string text)
    {
        AssembledProgram code = Assembler.Assemble(text, HelperNames.Symbols);
        return new() { Name = name, Section = "xdp", Type = ProgramType.Xdp, Instructions = code.Instructions, MapReferences = [.. code.MapReferences] };
    }
}
