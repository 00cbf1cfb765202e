using Waggle.Bpf.Catalog;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Linux.Errors;
using Waggle.Linux.Programs;

namespace Waggle.Linux.KernelTests;

public class LoadTests
{
    [Fact]
    public void Load_ProgramAndMaps_AreWhatBpftoolShows()
    {
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(Programs.Ring(4096));
        KernelProgram program = loaded.Programs["produce"];

        System.Text.Json.JsonElement shown = Bpftool.Run("prog", "show", "id", $"{program.Id}");
        System.Text.Json.JsonElement map = Bpftool.Run("map", "show", "id", $"{loaded.Maps["events.counts"].Id}");

        Assert.Equal("produce", shown.GetProperty("name").GetString());
        Assert.Equal("raw_tracepoint", shown.GetProperty("type").GetString());
        Assert.True(shown.GetProperty("gpl_compatible").GetBoolean());
        Assert.Equal(shown.GetProperty("bytes_xlated").GetUInt32(), program.ReadStatistics().TranslatedSizeInBytes);
        Assert.Equal(
            loaded.Maps.Values.Select(m => m.Id).Order(), shown.GetProperty("map_ids").EnumerateArray().Select(i => i.GetUInt32()).Order());
        Assert.Equal("events.counts", map.GetProperty("name").GetString());
        Assert.Equal("percpu_array", map.GetProperty("type").GetString());
    }

    [Fact]
    public void Load_LongAndStrangeNames_AreCutForTheKernel()
    {
        BpfObject obj = new()
        {
            Programs = [Programs.Trivial() with { Name = "OnExec<T>|really long name" }],
            Maps = [new MapSpec("a map-with ünusual name", MapType.Hash) { KeySizeInBytes = 4, ValueSizeInBytes = 4, MaxEntries = 1 }],
        };

        using LoadedObject loaded = KernelAccess.RequireEngine().Load(obj);

        Assert.Equal("OnExec_T__reall", Bpftool.Run("prog", "show", "id", $"{loaded.Programs["OnExec<T>|really long name"].Id}").GetProperty("name").GetString());
        Assert.Equal("a_map_with__nus", Bpftool.Run("map", "show", "id", $"{loaded.Maps["a map-with ünusual name"].Id}").GetProperty("name").GetString());
    }

    [Fact]
    public void Load_ProgramThatReadsAnUninitialisedRegister_ThrowsTheVerifiersWords()
    {
        ProgramSpec bad = new Code().Add(Instruction.Move(Register.R0, Register.R5), Instruction.Exit).Build("bad", "raw_tp/sys_enter", ProgramType.RawTracepoint);

        var error = Assert.Throws<VerifierException>(() => KernelAccess.RequireEngine().Load(new BpfObject { Programs = [bad] }));

        Assert.Equal("R5 !read_ok", error.Verdict);
        Assert.Equal("R5 is read, and nothing was written to it on this path.", error.Message.Split('\n')[0]);
        Assert.Equal(("bad", "raw_tp/sys_enter", Errno.AccessDenied), (error.Program, error.Section, error.Errno));
        Assert.Contains("(bf) r0 = r5", error.Log, StringComparison.Ordinal);
        Assert.Contains("'bad' (raw_tp/sys_enter)", error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Message.Split('\n').Length, 2, 12);
    }

    [Fact]
    public void Load_RejectionBehindALongPath_HasTheWholeLog()
    {
        // 6,000 instructions that all appear in the log, then the error: several times the first buffer.
        Code code = new Code().Add(Instruction.Move(Register.R0, 0));
        for (int i = 0; i < 6000; i++) code.Add(Instruction.Alu64(AluOperation.Add, Register.R0, i));
        ProgramSpec bad = code.Add(Instruction.Move(Register.R0, Register.R9), Instruction.Exit).Build("bad", "raw_tp/sys_enter", ProgramType.RawTracepoint);

        var error = Assert.Throws<VerifierException>(() => KernelAccess.RequireEngine().Load(new BpfObject { Programs = [bad] }));

        Assert.InRange(error.Log.Length, 128 * 1024, int.MaxValue);
        Assert.Contains("\n1: (07) r0 += 0 ", error.Log.Replace("1: R0", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("6000: (07) r0 += 5999", error.Log, StringComparison.Ordinal);
        Assert.Equal("R9 !read_ok", error.Verdict);
    }

    [Fact]
    public void Load_LogAskedFor_KeepsItWithTheProgram()
    {
        using LoadedObject quiet = KernelAccess.RequireEngine().Load(new BpfObject { Programs = [Programs.Trivial()] });
        using LoadedObject verbose = KernelAccess.RequireEngine().Load(
            new BpfObject { Programs = [Programs.Trivial()] }, new LoadOptions { VerifierLogLevel = VerifierLogLevel.Verbose });

        Assert.Null(quiet.Programs["trivial"].VerifierLog);
        Assert.Contains("exit", verbose.Programs["trivial"].VerifierLog, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_Select_LoadsOnlyThose()
    {
        BpfObject obj = new() { Programs = [Programs.Trivial(), Programs.Trivial() with { Name = "other" }] };

        using LoadedObject loaded = KernelAccess.RequireEngine().Load(obj, new LoadOptions { Select = p => p.Name == "other" });

        Assert.Equal(["other"], loaded.Programs.Keys);
    }

    [Fact]
    public void Load_ReferenceToAMissingMap_NamesIt()
    {
        BpfObject obj = new() { Programs = [Programs.Count("raw_tp/sys_enter", ProgramType.RawTracepoint)] };

        var error = Assert.Throws<BpfException>(() => KernelAccess.RequireEngine().Load(obj));

        Assert.Contains("map 'hits'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_UnknownBtfTracepoint_SuggestsCloseNames()
    {
        KernelAccess.RequireKernelBtf();
        BpfObject obj = new() { Programs = [Programs.Trivial("tp_btf/sched_process_exce", ProgramType.Tracing, 23)] };

        var error = Assert.Throws<BpfAttachException>(() => KernelAccess.RequireEngine().Load(obj));

        Assert.Contains("'sched_process_exce'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'sched_process_exec'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SecondStepFails_LeavesNoDescriptor()
    {
        KernelEngine engine = KernelAccess.RequireEngine();
        ProgramSpec bad = new Code().Add(Instruction.Move(Register.R0, Register.R5), Instruction.Exit).Build("bad", "raw_tp/x", ProgramType.RawTracepoint);
        MapSpec impossible = new("impossible", MapType.RingBuffer) { MaxEntries = 77 };

        DescriptorCount.AssertSame(() =>
        {
            Assert.Throws<VerifierException>(() => engine.Load(new BpfObject { Maps = [Programs.Hits], Programs = [Programs.Trivial(), bad] }));
            Assert.Throws<BpfMapException>(() => engine.Load(new BpfObject { Maps = [Programs.Hits, impossible] }));
            Assert.Throws<BpfException>(() => engine.Load(new BpfObject { Maps = [Programs.Hits, Programs.Hits] }));
        });
    }

    [Fact]
    public void Run_RawTracepoint_ReturnsWhatTheProgramReturns()
    {
        ProgramSpec sum = new Code()
            .Add(Instruction.Load(MemorySize.Double, Register.R0, Register.R1, 0), Instruction.Load(MemorySize.Double, Register.R2, Register.R1, 8),
                Instruction.Alu64(AluOperation.Add, Register.R0, Register.R2), Instruction.Exit)
            .Build("sum", "raw_tp/any", ProgramType.RawTracepoint);
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(new BpfObject { Programs = [sum] });

        ProgramRunResult result = loaded.Programs["sum"].Run(context: [30, 0, 0, 0, 0, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0]);

        Assert.Equal(42U, result.ReturnValue);
    }
}
