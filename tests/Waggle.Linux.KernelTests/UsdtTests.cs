using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Linux.Errors;
using Waggle.Linux.Links;
using Waggle.Linux.Programs;
using Waggle.Linux.Usdt;

namespace Waggle.Linux.KernelTests;

/// <summary>Probes of a library that the test compiles and that this process alone maps; programs use libbpf's usdt.bpf.h.</summary>
public sealed class UsdtTests : IClassFixture<ProbeLibrary>
{
    private const int MultiAttachType = 48; // BPF_TRACE_UPROBE_MULTI
    private const long Element = 0x1122_3344_5566_7788;

    private readonly ProbeLibrary _library;

    public UsdtTests(ProbeLibrary library) => _library = library;

    [Theory]
    [InlineData(UsdtForm.ByKernel)]
    [InlineData(UsdtForm.Uprobes)]
    public unsafe void AttachUsdt_ArgumentsOfEachForm_ReachTheProgramExactly(UsdtForm form)
    {
        using LoadedObject loaded = Load("on_arguments", form);
        var fire = (delegate* unmanaged<ulong, int, ulong*, ushort, void>)_library.Export("fire_arguments");
        ulong* values = stackalloc ulong[2];
        (values[0], values[1]) = (77, unchecked((ulong)Element));

        using (UsdtLink link = loaded.Programs["on_arguments"].AttachUsdt(_library.Path, "waggle", "arguments", Here with { Cookie = 0xC00C1E }))
        {
            fire(0xFFFF_FFFF_0000_0001, -2, values, 0xABCD);
            Assert.Contains("waggle:arguments", link.Hook, StringComparison.Ordinal);
        }
        fire(1, 2, values, 3);

        Seen seen = loaded.Global<Seen>(".bss", 0).Value;
        EightNumbers arguments = seen.Arguments;
        Assert.Equal([unchecked((long)0xFFFF_FFFF_0000_0001), -2, Element, 0xABCD, 5, -3, -9, 77], ((ReadOnlySpan<long>)arguments).ToArray());
        Assert.Equal((0xC00C1E, 8, 1), (seen.Cookie, seen.Count, seen.Runs));
    }

    [Theory]
    [InlineData(UsdtForm.ByKernel)]
    [InlineData(UsdtForm.Uprobes)]
    [InlineData(UsdtForm.Multi)]
    public unsafe void AttachUsdt_ProbeInTwoPlaces_SeesBothAndCountsItsSemaphore(UsdtForm form)
    {
        using LoadedObject loaded = Load("on_places", form);
        var fire = (delegate* unmanaged<ulong, void>)_library.Export("fire_places");
        var listeners = (delegate* unmanaged<int>)_library.Export("listeners");
        KernelProgram program = loaded.Programs["on_places"];
        Assert.Equal(0, listeners());
        if (form == UsdtForm.Multi && OldKernel.Refuses(6, 6, () => program.AttachUsdt(_library.Path, "waggle", "places", Here))) return;

        using (UsdtLink link = program.AttachUsdt(_library.Path, "waggle", "places", Here))
        {
            Assert.NotEqual(0, listeners());
            fire(5);
            if (form == UsdtForm.Multi || (form == UsdtForm.ByKernel && IsMultiReliable)) Assert.Equal(LinkKind.UprobeMulti, link.ReadInfo().Kind);
            else Assert.False(link.IsBpfLink);
        }
        fire(5);

        Seen seen = loaded.Global<Seen>(".bss", 0).Value;
        Assert.Equal((20, 2, 1), (seen.Sum, seen.Runs, seen.Count)); // 5 in one register, 15 in the other
        Assert.Equal(0, listeners());
    }

    [Theory]
    [InlineData(UsdtForm.ByKernel)]
    [InlineData(UsdtForm.Uprobes)]
    public unsafe void AttachUsdt_OtherProcess_DoesNotSeeThisOne(UsdtForm form)
    {
        using LoadedObject loaded = Load("on_places", form);
        var fire = (delegate* unmanaged<ulong, void>)_library.Export("fire_places");
        KernelProgram program = loaded.Programs["on_places"];
        using var child = System.Diagnostics.Process.Start("sleep", "60");
        try
        {
            using (program.AttachUsdt(_library.Path, "waggle", "places", new UsdtOptions { ProcessId = child.Id })) fire(5);
        }
        finally
        {
            child.Kill();
        }
        Assert.Equal(0, loaded.Global<Seen>(".bss", 0).Value.Runs);

        // A thread of this process that the main one is not: it is the process that counts.
        using (program.AttachUsdt(_library.Path, "waggle", "places", Here))
        {
            var thread = new Thread(() => fire(5));
            thread.Start();
            thread.Join();
        }

        Assert.Equal(2, loaded.Global<Seen>(".bss", 0).Value.Runs);
    }

    [Fact]
    public void Load_SectionOfUsdt_IsLoadedForOneLinkWhereTheKernelHasThemRight()
    {
        using LoadedObject usual = Load("on_places", UsdtForm.ByKernel), old = Load("on_places", UsdtForm.Uprobes);

        Assert.Equal(IsMultiReliable ? (uint)MultiAttachType : 0, usual.Programs["on_places"].Spec.ExpectedAttachType);
        Assert.Equal(0u, old.Programs["on_places"].Spec.ExpectedAttachType);
    }

    [Fact]
    public void AttachUsdt_AgainAndAgain_UsesDescriptionsAgain()
    {
        using LoadedObject loaded = Load("on_places", UsdtForm.ByKernel, descriptions: 3);
        KernelProgram program = loaded.Programs["on_places"];

        for (int i = 0; i < 3; i++) program.AttachUsdt(_library.Path, "waggle", "places", Here).Dispose(); // each needs two
        using UsdtLink link = program.AttachUsdt(_library.Path, "waggle", "places", Here);

        Assert.Contains("BPF_USDT_MAX_SPEC_CNT",
            Assert.Throws<BpfAttachException>(() => program.AttachUsdt(_library.Path, "waggle", "places", Here)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AttachUsdt_WhatIsNotThereOrNotKnown_IsATypedError()
    {
        using LoadedObject loaded = Load("on_places", UsdtForm.ByKernel);
        KernelProgram program = loaded.Programs["on_places"];
        using var counter = new Counter(Programs.CountRuns("usdt", Bpf.Catalog.ProgramType.Kprobe),
            Programs.CountRuns("usdt/libc.so.6:oops", Bpf.Catalog.ProgramType.Kprobe) with { Name = "malformed" });

        Assert.Contains("'waggle:places'", Assert.Throws<BpfAttachException>(() => program.AttachUsdt(_library.Path, "waggle", "place")).Message, StringComparison.Ordinal);
        Assert.Contains("8f@%xmm0", Assert.Throws<BpfAttachException>(() => program.AttachUsdt(_library.Path, "waggle", "strange")).Message, StringComparison.Ordinal);
        Assert.Contains("usdt.bpf.h", Assert.Throws<BpfNotSupportedException>(() => counter.Program.AttachUsdt(_library.Path, "waggle", "places")).Message, StringComparison.Ordinal);
        Assert.Contains("usdt/PATH:PROVIDER:NAME", Assert.Throws<BpfAttachException>(() => counter.Programs["malformed"].Attach()).Message, StringComparison.Ordinal);
        Assert.Throws<BpfAttachException>(() => program.AttachUsdt("/nonexistent", "waggle", "places"));
        Assert.Throws<BpfAttachException>(() => program.AttachUsdt("/bin/sh", "waggle", "places"));
    }

    [Fact]
    public void ReadAll_LibraryOfTheTest_HasItsProbes()
    {
        IReadOnlyList<UsdtProbe> probes = UsdtProbe.ReadAll(_library.Path);

        Assert.Equal(["arguments", "places", "strange"], probes.Select(p => p.Name));
        Assert.Equal(["8@%rdi", "8@%rax"], probes.Single(p => p.Name == "places").Arguments);
        Assert.Equal(2, probes.Single(p => p.Name == "places").Places);
    }

    [Fact]
    public void Dispose_UsdtLinks_CloseEveryDescriptor()
    {
        using LoadedObject loaded = Load("on_places", UsdtForm.ByKernel);
        DescriptorCount.AssertSame(() =>
        {
            loaded.Programs["on_places"].AttachUsdt(_library.Path, "waggle", "places", Here).Dispose();
            Assert.Throws<BpfAttachException>(() => loaded.Programs["on_places"].AttachUsdt(_library.Path, "waggle", "strange"));
        });
    }

    // Linux 6.6, whose filter by process was mended in 6.10.
    private static bool IsMultiReliable => Environment.OSVersion.Version >= new Version(6, 10);

    private static UsdtOptions Here => new() { ProcessId = Environment.ProcessId };

    private static LoadedObject Load(string program, UsdtForm form, uint descriptions = 256)
    {
        KernelEngine engine = KernelAccess.RequireEngine();
        KernelAccess.RequireKernelBtf();
        BpfObject obj = ObjectReader.Read(Clang.Compile("probes.bpf.c"));
        return engine.Load(new BpfObject
        {
            Programs = [.. obj.Programs.Select(p => form switch
            {
                UsdtForm.Multi => p with { ExpectedAttachType = MultiAttachType },
                UsdtForm.Uprobes => p with { Section = "uprobe" },
                _ => p,
            })],
            Maps = [.. obj.Maps.Select(m => m.Name == "__bpf_usdt_specs" ? Resize(m, descriptions) : m)],
            License = obj.License,
            Btf = obj.Btf,
        }, new LoadOptions { Select = p => p.Name == program });
    }

    private static MapSpec Resize(MapSpec map, uint entries) =>
        new(map.Name, map.Type) { KeySizeInBytes = map.KeySizeInBytes, ValueSizeInBytes = map.ValueSizeInBytes, MaxEntries = entries };

    // struct seen of probes.bpf.c
    private readonly record struct Seen(EightNumbers Arguments, long Sum, long Cookie, int Count, int Runs);

    [System.Runtime.CompilerServices.InlineArray(8)]
    private struct EightNumbers
    {
        private long _first;
    }
}
