using System.Runtime.InteropServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Linux.Maps;

namespace Waggle.Linux.KernelTests;

/// <summary>Maps that hold kernel objects: other maps, programs, stack traces.</summary>
public class MapOfObjectsTests
{
    [Theory]
    [InlineData(MapType.ArrayOfMaps)]
    [InlineData(MapType.HashOfMaps)]
    public void MapOfMaps_InnerMapSet_IsTheOneThatTheProgramWritesTo(MapType type)
    {
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(WriteToInner(type));
        using KernelMap first = CreateInner("first"), second = CreateInner("second");
        var outer = new MapOfMaps<uint>(loaded.Maps["outer"]);
        var run = loaded.Programs["write_inner"];

        Assert.Equal(1U, run.Run().ReturnValue); // nothing there yet
        outer.Set(2, first);
        Assert.Equal(0U, run.Run().ReturnValue);
        outer.Set(2, second);
        Assert.Equal(0U, run.Run().ReturnValue);
        Assert.Equal(0U, run.Run().ReturnValue);

        Assert.Equal(1UL, new BpfMap<uint, ulong>(first)[0]);
        Assert.Equal(2UL, new BpfMap<uint, ulong>(second)[0]);
        Assert.True(outer.TryGetId(2, out uint id));
        Assert.Equal(second.Id, id);
        using (LiveMap opened = outer.TryOpen(2)!)
        {
            Assert.Equal(("second", MapType.Array, 8), (opened.Name, opened.Type, opened.ValueSizeInBytes));
            Assert.Equal(2UL, new BpfMap<uint, ulong>(opened)[0]);
        }
        Assert.True(outer.Remove(2));
        Assert.Null(outer.TryOpen(2));
        Assert.Equal(1U, run.Run().ReturnValue);
    }

    [Fact]
    public void MapOfMaps_InnerMapOfOtherShape_IsRefusedAndBothAreNamed()
    {
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(WriteToInner(MapType.HashOfMaps));
        using var wrong = KernelMap.Create(new MapSpec("wrong", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 16, MaxEntries = 1 });

        var error = Assert.Throws<BpfMapException>(() => new MapOfMaps<uint>(loaded.Maps["outer"]).Set(1, wrong));

        Assert.Contains("'outer'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'wrong'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_MapOfMapsOfMaps_IsRefused()
    {
        KernelAccess.RequireEngine();
        var inner = new MapSpec("inner", MapType.ArrayOfMaps) { KeySizeInBytes = 4, ValueSizeInBytes = 4, MaxEntries = 1, InnerMap = Inner("leaf") };

        var error = Assert.Throws<BpfMapException>(() => KernelMap.Create(
            new MapSpec("outer", MapType.ArrayOfMaps) { KeySizeInBytes = 4, ValueSizeInBytes = 4, MaxEntries = 1, InnerMap = inner }));

        Assert.Contains("one level", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryOpen_NumberOfNoMap_IsNull()
    {
        KernelAccess.RequireEngine();

        Assert.Null(KernelMap.TryOpen(uint.MaxValue));
    }

    [Fact]
    public void ProgramArray_ProgramsSetAndReplaced_AreWhereTailCallsGo()
    {
        // Calls the program at index 1; 7 if there is none.
        ProgramSpec caller = new Code()
            .LoadMap(Register.R2, "jumps")
            .Add(Instruction.Move(Register.R3, 1), Instruction.CallHelper(12)) // bpf_tail_call, the context still in R1
            .Return(7)
            .Build("caller", "raw_tp/sys_enter", ProgramType.RawTracepoint);
        ProgramSpec five = new Code().Return(5).Build("five", "raw_tp/sys_enter", ProgramType.RawTracepoint);
        ProgramSpec six = new Code().Return(6).Build("six", "raw_tp/sys_enter", ProgramType.RawTracepoint);
        ProgramSpec other = new Code().Return(0).Build("other", "socket", ProgramType.SocketFilter);
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(new BpfObject
        {
            Programs = [caller, five, six, other],
            Maps = [new MapSpec("jumps", MapType.ProgramArray) { KeySizeInBytes = 4, ValueSizeInBytes = 4, MaxEntries = 4 }],
        });
        var jumps = new ProgramArrayMap(loaded.Maps["jumps"]);
        uint Run() => loaded.Programs["caller"].Run().ReturnValue;

        Assert.Equal(7U, Run());
        jumps.Set(1, loaded.Programs["five"]);
        Assert.Equal(5U, Run());
        jumps.Set(1, loaded.Programs["six"]);
        Assert.Equal(6U, Run());
        Assert.True(jumps.TryGetId(1, out uint id));
        Assert.Equal(loaded.Programs["six"].Id, id);
        Assert.False(jumps.TryGetId(0, out _));
        Assert.True(jumps.Remove(1));
        Assert.False(jumps.Remove(1));
        Assert.Equal(7U, Run());
        Assert.Contains("one type", Assert.Throws<BpfMapException>(() => jumps.Set(0, loaded.Programs["other"])).Message, StringComparison.Ordinal);
        Assert.Throws<BpfMapException>(() => jumps.Set(4, loaded.Programs["five"]));
    }

    [Fact]
    public void StackTraceMap_TraceOfAProgram_IsWhatBpftoolDumps()
    {
        ProgramSpec program = new Code()
            .LoadMap(Register.R2, "stacks")
            .Add(Instruction.Move(Register.R3, 0), Instruction.CallHelper(27)) // bpf_get_stackid
            .Add(Instruction.Exit)
            .Build("take", "raw_tp/sys_enter", ProgramType.RawTracepoint);
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(new BpfObject
        {
            Programs = [program],
            Maps = [new MapSpec("stacks", MapType.StackTrace) { KeySizeInBytes = 4, ValueSizeInBytes = 64 * 8, MaxEntries = 128 }],
        });
        var stacks = new StackTraceMap(loaded.Maps["stacks"]);
        ulong[] addresses = new ulong[stacks.MaximumDepth];

        int id = (int)loaded.Programs["take"].Run().ReturnValue;

        Assert.Equal(64, stacks.MaximumDepth);
        Assert.True(stacks.TryGet(id, addresses, out int depth));
        Assert.InRange(depth, 3, 63);
        Assert.All(addresses[..depth], a => Assert.NotEqual(0UL, a));
        string dumped = Bpftool.DumpMap(loaded.Maps["stacks"].Id)[Convert.ToHexStringLower(BitConverter.GetBytes(id))];
        Assert.Equal(dumped, Convert.ToHexStringLower(MemoryMarshal.AsBytes<ulong>(addresses)));
        Assert.True(stacks.Remove(id));
        Assert.False(stacks.TryGet(id, addresses, out _));
        Assert.Throws<ArgumentException>(() => stacks.TryGet(id, new ulong[63], out _));
    }

    [Fact]
    public void MapsOfObjects_OpenedAndClosed_LeaveNoDescriptor()
    {
        KernelEngine engine = KernelAccess.RequireEngine();

        DescriptorCount.AssertSame(() =>
        {
            using LoadedObject loaded = engine.Load(WriteToInner(MapType.HashOfMaps));
            using KernelMap inner = CreateInner("inner");
            var outer = new MapOfMaps<uint>(loaded.Maps["outer"]);
            outer.Set(2, inner);
            outer.TryOpen(2)!.Dispose();
        });
    }

    /// <summary>Adds one to the first number of the map at key 2; returns 1 if there is none.</summary>
    private static BpfObject WriteToInner(MapType type)
    {
        ProgramSpec program = new Code()
            .Add(Instruction.Store(MemorySize.Word, Register.R10, -4, 2), Instruction.Move(Register.R2, Register.R10),
                Instruction.Alu64(AluOperation.Add, Register.R2, -4))
            .LoadMap(Register.R1, "outer")
            .Add(Instruction.CallHelper(1)) // bpf_map_lookup_elem
            .JumpIf(JumpOperation.Equal, Register.R0, 0, "none")
            .Add(Instruction.Store(MemorySize.Word, Register.R10, -4, 0), Instruction.Move(Register.R2, Register.R10),
                Instruction.Alu64(AluOperation.Add, Register.R2, -4), Instruction.Move(Register.R1, Register.R0), Instruction.CallHelper(1))
            .JumpIf(JumpOperation.Equal, Register.R0, 0, "none")
            .Add(Instruction.Move(Register.R1, 1), Instruction.Atomic(AtomicOperation.Add, MemorySize.Double, Register.R0, Register.R1, 0))
            .Return(0)
            .Label("none").Return(1)
            .Build("write_inner", "raw_tp/sys_enter", ProgramType.RawTracepoint);
        return new BpfObject
        {
            Programs = [program],
            Maps = [new MapSpec("outer", type) { KeySizeInBytes = 4, ValueSizeInBytes = 4, MaxEntries = 4, InnerMap = Inner("template") }],
        };
    }

    private static KernelMap CreateInner(string name) => KernelMap.Create(Inner(name));

    private static MapSpec Inner(string name) => new(name, MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 1 };
}
