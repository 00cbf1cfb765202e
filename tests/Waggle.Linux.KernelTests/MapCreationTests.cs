using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;
using Waggle.Linux.Errors;
using Waggle.Linux.Inspection;
using Waggle.Linux.Maps;
using Waggle.Linux.Programs;

namespace Waggle.Linux.KernelTests;

/// <summary>What can be chosen of a map before it is made.</summary>
public class MapCreationTests
{
    [Fact]
    public void Load_ObjectWhoseMapWasResized_HasTheNewSize()
    {
        KernelEngine engine = KernelAccess.RequireEngine();
        BpfObject obj = ObjectReader.Read(Clang.Compile("inspected.bpf.c"));
        obj.Maps.Single(m => m.Name == "sessions").MaxEntries = 4321;

        using LoadedObject loaded = engine.Load(obj);

        Assert.Equal(4321U, KernelInventory.FindMap(loaded.Maps["sessions"].Id)!.MaxEntries);
    }

    [Fact]
    public void Create_OnAMemoryNode_IsThereOrRefused()
    {
        KernelAccess.RequireEngine();
        MapSpec spec = new("nodes", MapType.Hash) { KeySizeInBytes = 4, ValueSizeInBytes = 4, MaxEntries = 4, Flags = (uint)MapFlags.NumaNode };

        using (var map = KernelMap.Create(spec)) Assert.True(KernelInventory.FindMap(map.Id)!.Flags.HasFlag(MapFlags.NumaNode));
        spec.NumaNode = 1000;

        Assert.Throws<BpfMapException>(() => KernelMap.Create(spec));
    }

    [Fact]
    public void Run_TypedTracepoint_SeesItsArguments()
    {
        KernelAccess.RequireKernelBtf();
        // r0 = *(u64 *)(ctx + 8): of sys_enter (regs, id) the number of the call
        ProgramSpec program = new Code()
            .Add(Bpf.Instructions.Instruction.Load(Bpf.Instructions.MemorySize.Double, Bpf.Instructions.Register.R0, Bpf.Instructions.Register.R1, 8), Bpf.Instructions.Instruction.Exit)
            .Build("number", "tp_btf/sys_enter", ProgramType.Tracing, 23);
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(new BpfObject { Programs = [program] });
        byte[] arguments = [.. BitConverter.GetBytes(0L), .. BitConverter.GetBytes(77L)];

        ProgramRunResult result = loaded.Programs["number"].Run(arguments);

        Assert.Equal(77U, result.ReturnValue);
    }
}
