using System.Globalization;
using System.Text.Json;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Linux.Errors;
using Waggle.Linux.Inspection;
using Waggle.Linux.Links;
using Waggle.Linux.Programs;

namespace Waggle.Linux.KernelTests;

/// <summary>What the kernel says of things that the test loaded, against what bpftool says of the same.</summary>
public class InspectionTests
{
    private const int XdpPass = 2;

    [Fact]
    public void FindProgram_ClangProgram_SaysWhatBpftoolSays()
    {
        using LoadedObject loaded = LoadClangObject();
        uint id = loaded.Programs["count"].Id;

        KernelProgramInfo ours = KernelInventory.FindProgram(id)!;
        JsonElement theirs = Bpftool.Run("prog", "show", "id", Text(id));

        Assert.Equal((ProgramType.Tracing, "count"), (ours.Type, ours.Name));
        Assert.Equal(theirs.GetProperty("tag").GetString(), ours.Tag);
        Assert.Equal(theirs.GetProperty("gpl_compatible").GetBoolean(), ours.IsGplCompatible);
        Assert.InRange(ours.LoadedAt.ToUnixTimeSeconds() - theirs.GetProperty("loaded_at").GetInt64(), -1, 1);
        Assert.Equal(theirs.GetProperty("uid").GetUInt32(), ours.UserId);
        Assert.Equal(theirs.GetProperty("bytes_xlated").GetUInt32(), ours.TranslatedSizeInBytes);
        Assert.Equal(theirs.GetProperty("jited").GetBoolean() ? theirs.GetProperty("bytes_jited").GetUInt32() : 0, ours.MachineCodeSizeInBytes);
        Assert.Equal(theirs.GetProperty("bytes_memlock").GetUInt64(), ours.LockedMemoryInBytes);
        Assert.Equal(theirs.GetProperty("map_ids").EnumerateArray().Select(e => e.GetUInt32()).Order(), ours.MapIds.Order());
        Assert.Equal(theirs.GetProperty("btf_id").GetUInt32(), ours.BtfId);
        Assert.NotEqual(0U, ours.AttachBtfId);
        Assert.InRange(ours.VerifiedInstructions, 1U, 10_000U);
    }

    [Fact]
    public void FindProgram_LongName_IsReadFromItsTypes()
    {
        KernelEngine engine = KernelAccess.RequireEngine();
        BpfObject obj = ObjectReader.Read(Clang.Compile("inspected.bpf.c"));
        using LoadedObject loaded = engine.Load(obj);

        KernelProgramInfo info = KernelInventory.FindProgram(loaded.Programs["a_name_longer_than_the_kernel_keeps"].Id)!;

        Assert.Equal("a_name_longer_than_the_kernel_keeps", info.Name);
    }

    [Fact]
    public void FindMap_ClangMap_SaysWhatBpftoolSays()
    {
        using LoadedObject loaded = LoadClangObject();
        foreach (string name in new[] { "threads", ".rodata" })
        {
            uint id = loaded.Maps[name].Id;

            KernelMapInfo ours = KernelInventory.FindMap(id)!;
            JsonElement theirs = Bpftool.Run("map", "show", "id", Text(id));

            Assert.Equal(theirs.GetProperty("name").GetString(), ours.Name);
            Assert.Equal(theirs.GetProperty("type").GetString(), ours.Type.ToString().ToLowerInvariant());
            Assert.Equal(theirs.GetProperty("flags").GetUInt32(), (uint)ours.Flags);
            Assert.Equal((theirs.GetProperty("bytes_key").GetInt32(), theirs.GetProperty("bytes_value").GetInt32()), (ours.KeySizeInBytes, ours.ValueSizeInBytes));
            Assert.Equal(theirs.GetProperty("max_entries").GetUInt32(), ours.MaxEntries);
            Assert.Equal(theirs.GetProperty("bytes_memlock").GetUInt64(), ours.LockedMemoryInBytes);
            Assert.Equal(theirs.GetProperty("frozen").GetInt32() != 0, ours.IsFrozen);
            Assert.Equal(theirs.TryGetProperty("btf_id", out JsonElement btf) ? btf.GetUInt32() : 0, ours.BtfId);
        }
    }

    [Fact]
    public void Lists_WhatTheTestLoaded_HaveItInOrderOnce()
    {
        using LoadedObject loaded = LoadClangObject();
        using Link link = loaded.Programs["count"].Attach();
        uint btf = KernelInventory.FindProgram(loaded.Programs["count"].Id)!.BtfId;

        uint[] programs = [.. KernelInventory.Programs().Select(p => p.Id)], maps = [.. KernelInventory.Maps().Select(m => m.Id)];
        uint[] links = [.. KernelInventory.Links().Select(l => l.Id)], types = [.. KernelInventory.BtfObjects().Select(b => b.Id)];

        Assert.All([programs, maps, links, types], ids => Assert.Equal(ids.Distinct().Order(), ids));
        Assert.Contains(loaded.Programs["count"].Id, programs);
        Assert.Superset(loaded.Maps.Values.Select(m => m.Id).ToHashSet(), maps.ToHashSet());
        Assert.Contains(link.ReadInfo().Id, links);
        Assert.Contains(btf, types);
    }

    [Fact]
    public void Find_NumberThatNobodyHas_IsNull()
    {
        KernelAccess.RequireEngine();
        const uint Nobody = uint.MaxValue - 1;

        Assert.Null(KernelInventory.FindProgram(Nobody));
        Assert.Null(KernelInventory.FindMap(Nobody));
        Assert.Null(KernelInventory.FindLink(Nobody));
        Assert.Null(KernelInventory.ReadBtf(Nobody));
        Assert.Null(KernelInventory.ReadCode(Nobody));
        Assert.Null(KernelInventory.OpenProgram(Nobody));
        Assert.Null(KernelInventory.OpenLink(Nobody));
        Assert.False(KernelInventory.DetachLink(Nobody));
    }

    [Fact]
    public void Programs_WithoutCapabilities_SaysWhichIsMissing()
    {
        KernelAccess.RequireEngine();

        Exception? error = UnprivilegedThread.Run(keep: 0, () => Assert.NotNull(KernelInventory.Programs().ToList()));

        Assert.Contains("CAP_SYS_ADMIN", Assert.IsType<BpfPermissionException>(error).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadCode_ClangProgram_IsBpftoolsListingWithSourceLines()
    {
        using LoadedObject loaded = LoadClangObject();
        uint id = loaded.Programs["count"].Id;

        ProgramCode code = KernelInventory.ReadCode(id)!;
        string[] ours = [.. code.Disassemble(KernelSymbols.Read()).Select(i => $"({i.Opcode.Value:x2}) {i.Text}")];
        JsonElement[] theirs = [.. Bpftool.Run("prog", "dump", "xlated", "id", Text(id), "linum").EnumerateArray()];

        Assert.Equal(theirs.Select(i => i.GetProperty("disasm").GetString()), ours);
        Assert.Equal(theirs.Where(i => i.TryGetProperty("src", out _)).Select(i => i.GetProperty("src").GetString()!.Trim()), code.Lines.Select(l => l.SourceText));
        Assert.Equal(theirs.Where(i => i.TryGetProperty("line_num", out _)).Select(i => i.GetProperty("line_num").GetInt32()), code.Lines.Select(l => l.Line));
        Assert.All(code.Lines, line => Assert.EndsWith("engine.bpf.c", line.FileName, StringComparison.Ordinal));
        Assert.Equal(2, code.Functions.Length); // the program and its callback
        Assert.Equal(code.MachineCode.Length, (int)KernelInventory.FindProgram(id)!.MachineCodeSizeInBytes);
    }

    [Fact]
    public void ReadBtf_OfAnObject_IsWhatWasLoaded()
    {
        BpfObject obj = ObjectReader.Read(Clang.Compile("engine.bpf.c"));
        using LoadedObject loaded = LoadClangObject(obj);
        uint id = KernelInventory.FindMap(loaded.Maps["threads"].Id)!.BtfId;

        Assert.Equal(obj.Btf!.Bytes.ToArray(), KernelInventory.ReadBtfBytes(id));
        Assert.Equal(obj.Btf.Count, KernelInventory.ReadBtf(id)!.Count);
        KernelBtfInfo kernel = KernelInventory.BtfObjects().First(b => b is { IsOfKernel: true, Name: "vmlinux" });
        Assert.Equal(new FileInfo("/sys/kernel/btf/vmlinux").Length, kernel.SizeInBytes);
    }

    [Fact]
    public void Enable_Statistics_CountsRunsWhileItLives()
    {
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(new BpfObject { Programs = [Programs.Trivial("xdp", ProgramType.Xdp)] });
        KernelProgram program = loaded.Programs["trivial"];
        if (RunTimeStatistics.AreOnByDefault != false) Assert.Skip("kernel.bpf_stats_enabled is on");
        byte[] packet = new byte[64];

        program.Run(data: packet, repeat: 10);
        using (RunTimeStatistics.Enable()) program.Run(data: packet, repeat: 100);
        KernelProgramInfo info = KernelInventory.FindProgram(program.Id)!;

        // Another process may have them on as well, which counts the first runs too.
        Assert.Contains(info.RunCount, new ulong[] { 100, 110 });
        Assert.NotEqual(0UL, info.RunTimeInNanoseconds);
    }

    [Fact]
    public void FindLink_RawTracepointAndTracing_NamesTheHook()
    {
        KernelAccess.RequireKernelBtf();
        using var raw = new Counter(Programs.Count("raw_tp/sys_enter", ProgramType.RawTracepoint));
        using var typed = new Counter(Programs.Count("tp_btf/sys_enter", ProgramType.Tracing, 23));
        using Link rawLink = raw.Program.Attach(), typedLink = typed.Program.Attach();

        KernelLinkInfo first = KernelInventory.FindLink(rawLink.ReadInfo().Id)!, second = KernelInventory.FindLink(typedLink.ReadInfo().Id)!;
        JsonElement theirs = Bpftool.Run("link", "show", "id", Text(second.Id));

        // tp_btf programs are attached by the raw tracepoint's own command, and the kernel makes the same kind of link of them.
        foreach ((KernelLinkInfo info, uint program) in new[] { (first, raw.Program.Id), (second, typed.Program.Id) })
            Assert.Equal((LinkKind.RawTracepoint, program, "sys_enter"), (info.Kind, info.ProgramId, Assert.IsType<LinkDetails.RawTracepoint>(info.Details).Tracepoint));
        Assert.Equal((theirs.GetProperty("prog_id").GetUInt32(), theirs.GetProperty("tp_name").GetString()), (second.ProgramId, "sys_enter"));
    }

    [Fact]
    public void FindLink_IteratorOfAMap_NamesTargetAndMap()
    {
        KernelAccess.RequireKernelBtf();
        MapSpec spec = new("own", MapType.Hash) { KeySizeInBytes = 4, ValueSizeInBytes = 4, MaxEntries = 8 };
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(new BpfObject { Programs = [Programs.Trivial("iter/bpf_map_elem", ProgramType.Tracing, 28)], Maps = [spec] });
        using IteratorLink link = loaded.Programs["trivial"].AttachIterator(loaded.Maps["own"]);

        KernelLinkInfo info = KernelInventory.FindLink(link.ReadInfo().Id)!;

        Assert.Equal(new LinkDetails.Iterator("bpf_map_elem", loaded.Maps["own"].Id, 0, 0), info.Details);
    }

    [Fact]
    public void OpenProgram_ForAHookOfAnotherType_SaysWhichItTakes()
    {
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(new BpfObject { Programs = [Programs.Trivial("xdp", ProgramType.Xdp)] });

        var error = Assert.Throws<BpfAttachException>(() => KernelInventory.OpenProgram(loaded.Programs["trivial"].Id, "tracepoint/sched/sched_switch"));

        Assert.Contains("that hook takes Tracepoint programs", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FindLink_TracepointPerfEvent_NamesItWhereTheKernelSays()
    {
        using var counter = new Counter(Programs.Count("tracepoint/raw_syscalls/sys_enter", ProgramType.Tracepoint));
        using Link link = counter.Program.Attach();
        if (!link.IsBpfLink) Assert.Skip("the kernel has no links for perf events");

        KernelLinkInfo info = KernelInventory.FindLink(link.ReadInfo().Id)!;

        var details = Assert.IsType<LinkDetails.PerfEvent>(info.Details);
        Assert.Equal(LinkKind.PerfEvent, info.Kind);
        Assert.Equal(Machine.KernelRelease.Number >= new Version(6, 6) ? (PerfEventKind.Tracepoint, "sys_enter") : (PerfEventKind.Unspecified, ""), (details.Event, details.Name));
    }

    [Fact]
    public void FindLink_Cgroup_NamesCgroupAndPlace()
    {
        using var counter = new Counter(Programs.CountRuns("cgroup_skb/egress", ProgramType.CgroupSkb, 1, verdict: 1));
        using var cgroup = new TestCgroup();
        using CgroupLink link = counter.Program.AttachCgroup(cgroup.Path);
        uint id = link.ReadInfo().Id;

        KernelLinkInfo info = KernelInventory.FindLink(id)!;

        Assert.Equal(new LinkDetails.Cgroup(Bpftool.Run("link", "show", "id", Text(id)).GetProperty("cgroup_id").GetUInt64(), 1), info.Details);
        Assert.Equal("cgroup_inet_egress", AttachTypeNames.Of(1));
    }

    [Fact]
    public void DetachLink_NetworkLinks_AreDetachedThoughTheirOwnerHoldsThem() => TestNetwork.Run(network =>
    {
        using var counter = new Counter(Programs.CountRuns("xdp", ProgramType.Xdp, 37, XdpPass));
        using XdpLink link = counter.Program.AttachXdp(network.Far, XdpMode.Generic);
        uint id = link.ReadInfo().Id;
        Assert.Equal(new LinkDetails.Xdp((uint)network.Far), KernelInventory.FindLink(id)!.Details);

        Assert.True(KernelInventory.DetachLink(id));
        TestNetwork.SendAcross(3);

        Assert.Equal(0UL, counter.Hits);
        Assert.Equal(new LinkDetails.Xdp(0), KernelInventory.FindLink(id)!.Details);
    });

    [Fact]
    public void DetachLink_OfAKindThatCannot_SaysWhy()
    {
        using var counter = new Counter(Programs.Count("raw_tp/sys_enter", ProgramType.RawTracepoint));
        using Link link = counter.Program.Attach();

        var error = Assert.Throws<BpfNotSupportedException>(() => KernelInventory.DetachLink(link.ReadInfo().Id));

        Assert.Contains("pins are removed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenProgram_ById_RunsIt()
    {
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(new BpfObject { Programs = [Programs.CountRuns("xdp", ProgramType.Xdp, 37, XdpPass)], Maps = [Programs.Hits] });

        using KernelProgram program = KernelInventory.OpenProgram(loaded.Programs["count"].Id)!;

        Assert.Equal(XdpPass, (int)program.Run(data: new byte[64]).ReturnValue);
        Assert.Equal(loaded.Programs["count"].Id, program.Id);
    }

    [Fact]
    public void Reading_Everything_LeavesNoDescriptorOpen()
    {
        BpfObject obj = ObjectReader.Read(Clang.Compile("engine.bpf.c"));
        DescriptorCount.AssertSame(() => ReadEverything(obj));
    }

    private static void ReadEverything(BpfObject obj)
    {
        using LoadedObject loaded = LoadClangObject(obj);
        using Link link = loaded.Programs["count"].Attach();
        KernelInventory.ReadCode(loaded.Programs["count"].Id);
        KernelInventory.FindMap(loaded.Maps["threads"].Id);
        KernelInventory.FindLink(link.ReadInfo().Id);
        using RunTimeStatistics statistics = RunTimeStatistics.Enable();
    }

    private static LoadedObject LoadClangObject(BpfObject? obj = null)
    {
        KernelEngine engine = KernelAccess.RequireEngine();
        KernelAccess.RequireKernelBtf();
        return engine.Load(obj ?? ObjectReader.Read(Clang.Compile("engine.bpf.c")), new LoadOptions { Select = p => p.Name == "count" });
    }

    private static string Text(uint number) => number.ToString(CultureInfo.InvariantCulture);
}
