using System.Runtime.InteropServices;
using Waggle.Bpf.Catalog;
using Waggle.Linux.Errors;
using Waggle.Linux.Links;

namespace Waggle.Linux.KernelTests;

/// <summary>Probes functions of the C library in this process only; nothing but the test calls them.</summary>
public sealed partial class UprobeTests : IClassFixture<ProbeLibrary>
{
    private readonly ProbeLibrary _library;

    public UprobeTests(ProbeLibrary library) => _library = library;

    private const uint UprobeMulti = 48; // BPF_TRACE_UPROBE_MULTI
    private const int Calls = 7;

    private static readonly UprobeOptions s_here = new() { ProcessId = Environment.ProcessId };

    [Theory]
    [InlineData("uprobe", true)]
    [InlineData("uprobe", false)]
    [InlineData("uretprobe", true)]
    public void AttachUprobe_FunctionOfTheCLibrary_CountsItsCallsUntilDisposed(string section, bool hasLinks)
    {
        using var counter = new Counter(Programs.CountRuns(section, ProgramType.Kprobe));

        using (UprobeLink link = counter.Program.AttachUprobe(CLibrary(), "getsid", s_here with { TriesLinks = hasLinks }))
        {
            Call(Calls);
            Assert.Contains(section, link.Hook, StringComparison.Ordinal);
            if (!hasLinks) Assert.False(link.IsBpfLink);
            if (link.IsBpfLink) Assert.Equal((LinkKind.PerfEvent, counter.Program.Id), (link.ReadInfo().Kind, link.ReadInfo().ProgramId));
        }
        Call(Calls);

        Assert.Equal((ulong)Calls, counter.Hits);
    }

    [Fact]
    public void AttachUprobe_OtherProcess_DoesNotCountThisOne()
    {
        using var counter = new Counter(Programs.CountRuns("uprobe", ProgramType.Kprobe));
        using var child = System.Diagnostics.Process.Start("sleep", "60");
        try
        {
            using UprobeLink link = counter.Program.AttachUprobe(CLibrary(), "getsid", new UprobeOptions { ProcessId = child.Id });
            Call(Calls);
        }
        finally
        {
            child.Kill();
        }

        Assert.Equal(0UL, counter.Hits);
    }

    [Fact]
    public void AttachUprobe_Cookie_ReachesTheProgram()
    {
        using var counter = new Counter(Programs.AddCookie("uprobe", ProgramType.Kprobe));

        using (counter.Program.AttachUprobe(CLibrary(), "getsid", s_here with { Cookie = 1000 })) Call(Calls);

        Assert.Equal(1000UL * Calls, counter.Hits);
    }

    [Fact]
    public void AttachUprobeMulti_TwoFunctions_CountsBothUntilDisposed()
    {
        using var counter = new Counter(Programs.AddCookie("uprobe.multi", ProgramType.Kprobe, UprobeMulti));
        if (OldKernel.Refuses(6, 6, () => counter.Program.AttachUprobeMulti(CLibrary(), ["getsid"], s_here))) return;

        using (UprobeMultiLink link = counter.Program.AttachUprobeMulti(CLibrary(), ["getsid", "getpgid"], s_here with { Cookie = 3 }))
        {
            Call(Calls);
            _ = GetProcessGroup(0);
            Assert.Equal(LinkKind.UprobeMulti, link.ReadInfo().Kind);
        }
        Call(Calls);

        Assert.Equal(3UL * (Calls + 1), counter.Hits);
    }

    [Theory]
    [InlineData("answer", "answer_of_new")]
    [InlineData("answer@@WAGGLE_2", "answer_of_new")]
    [InlineData("answer@WAGGLE_2", "answer_of_new")]
    [InlineData("answer@WAGGLE_1", "answer_of_old")]
    public unsafe void AttachUprobe_VersionOfASymbol_IsTheOneThatRuns(string symbol, string called)
    {
        using var counter = new Counter(Programs.CountRuns("uprobe", ProgramType.Kprobe));

        using (counter.Program.AttachUprobe(_library.Path, symbol, s_here))
        {
            foreach (string name in new[] { "answer_of_old", "answer_of_new" })
            {
                var answer = (delegate* unmanaged<int, int>)_library.Export(name);
                for (int i = 0; i < (name == called ? Calls : 1); i++) _ = answer(40);
            }
        }

        Assert.Equal((ulong)Calls, counter.Hits);
    }

    [Theory]
    [InlineData("answer@WAGGLE_3")]
    [InlineData("answer@@WAGGLE_1")]
    public void AttachUprobe_VersionThatIsNotThere_NamesThoseThatAre(string symbol)
    {
        using var counter = new Counter(Programs.CountRuns("uprobe", ProgramType.Kprobe));

        var error = Assert.Throws<BpfAttachException>(() => counter.Program.AttachUprobe(_library.Path, symbol, s_here));

        Assert.Contains("'answer@@WAGGLE_2' and 'answer@WAGGLE_1'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("uprobe.multi", UprobeMulti, 2)]
    [InlineData("uretprobe.multi", UprobeMulti, 2)]
    [InlineData("uprobe.session", 57U, 4)] // at entry and at return
    public unsafe void AttachUprobeMulti_Pattern_SeesEachFunctionThatItTakes(string section, uint attachType, int expected)
    {
        using var counter = new Counter(Programs.CountRuns(section, ProgramType.Kprobe, attachType));
        if (OldKernel.Refuses(6, attachType == UprobeMulti ? 6 : 13, () => counter.Program.AttachUprobeMulti(_library.Path, "answer_of_*", s_here))) return;

        using (UprobeMultiLink link = counter.Program.AttachUprobeMulti(_library.Path, "answer_of_*", s_here))
        {
            foreach (string name in new[] { "answer_of_old", "answer_of_new", "listeners" })
                _ = ((delegate* unmanaged<int, int>)_library.Export(name))(40);
            Assert.Contains(section, link.Hook, StringComparison.Ordinal);
        }

        Assert.Equal((ulong)expected, counter.Hits);
        Assert.Contains("named like 'nothing_*'",
            Assert.Throws<BpfAttachException>(() => counter.Program.AttachUprobeMulti(_library.Path, "nothing_*", s_here)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AttachUprobe_LibraryByItsName_IsFoundWhereTheLoaderLooks()
    {
        using var counter = new Counter(Programs.CountRuns("uprobe", ProgramType.Kprobe));

        using (counter.Program.AttachUprobe("libc", "getsid", s_here)) Call(Calls);

        Assert.Equal((ulong)Calls, counter.Hits);
        Assert.Contains("None of these folders", Assert.Throws<BpfAttachException>(() => counter.Program.AttachUprobe("libnothing", "x", s_here)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AttachAll_SectionWithPathAndSymbol_AttachesToAFileOfThisTest()
    {
        // A copy of the C library that this process alone maps, so that the probe, which a section can't limit, is no one else's.
        string copy = Path.Combine(Path.GetTempPath(), $"waggle-{Guid.NewGuid():N}.so.6");
        File.Copy(CLibrary(), copy);
        try
        {
            using var counter = new Counter(Programs.CountRuns($"uprobe/{copy}:ffs", ProgramType.Kprobe));
            IReadOnlyList<Link> links = counter.Loaded.AttachAll();
            nint library = NativeLibrary.Load(copy);
            var findFirstSet = Marshal.GetDelegateForFunctionPointer<FindFirstSet>(NativeLibrary.GetExport(library, "ffs"));

            for (int i = 0; i < Calls; i++) Assert.Equal(3, findFirstSet(4));
            links[0].Dispose();
            _ = findFirstSet(4);

            Assert.Equal((ulong)Calls, counter.Hits);
        }
        finally
        {
            File.Delete(copy);
        }
    }

    [Fact]
    public void AttachUprobe_UnknownFunction_SuggestsTheCloseName()
    {
        using var counter = new Counter(Programs.CountRuns("uprobe", ProgramType.Kprobe));

        var error = Assert.Throws<BpfAttachException>(() => counter.Program.AttachUprobe("libc.so.6", "getsidd", s_here));

        Assert.Contains("'getsid'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("uprobe/libc.so.6")]
    [InlineData("uprobe/libc.so.6:")]
    [InlineData("uprobe/:malloc")]
    [InlineData("uprobe/libc.so.6:malloc+x")]
    public void Attach_MalformedSection_SaysTheForm(string section)
    {
        using var counter = new Counter(Programs.CountRuns(section, ProgramType.Kprobe));

        var error = Assert.Throws<BpfAttachException>(() => counter.Program.Attach());

        Assert.Contains("uprobe/PATH:SYMBOL", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AttachUprobe_FilesThatAreNoPrograms_AreTypedErrors()
    {
        using var counter = new Counter(Programs.CountRuns("uprobe", ProgramType.Kprobe));
        byte[] library = File.ReadAllBytes(CLibrary());
        string file = Path.GetTempFileName();
        try
        {
            foreach (byte[] content in new[] { [], "#!/bin/sh"u8.ToArray(), library[..64], library[..4096], library[..^1] })
            {
                File.WriteAllBytes(file, content);
                Assert.Throws<BpfAttachException>(() => counter.Program.AttachUprobe(file, "getsid", s_here));
            }
        }
        finally
        {
            File.Delete(file);
        }
        Assert.Throws<BpfAttachException>(() => counter.Program.AttachUprobe("/nonexistent", "getsid", s_here));
        Assert.Throws<BpfAttachException>(() => counter.Program.AttachUprobe("/nonexistent", 4096, s_here));
    }

    [Fact]
    public void Dispose_Uprobes_CloseEveryDescriptor()
    {
        DescriptorCount.AssertSame(() =>
        {
            using var counter = new Counter(Programs.CountRuns("uprobe", ProgramType.Kprobe));
            counter.Program.AttachUprobe(CLibrary(), "getsid", s_here).Dispose();
            Assert.Throws<BpfAttachException>(() => counter.Program.AttachUprobe(CLibrary(), "no_such_function", s_here));
        });
    }

    internal static string CLibrary() => File.ReadLines("/proc/self/maps").Select(line => line[(line.LastIndexOf(' ') + 1)..])
        .FirstOrDefault(path => path.EndsWith("/libc.so.6", StringComparison.Ordinal)) ?? Skip();

    private static string Skip()
    {
        Assert.Skip("the process has no libc.so.6");
        return "";
    }

    private static void Call(int times)
    {
        for (int i = 0; i < times; i++) Assert.True(GetSession(0) >= 0);
    }

    private delegate int FindFirstSet(int value);

    [LibraryImport("libc", EntryPoint = "getsid")]
    private static partial int GetSession(int process);

    [LibraryImport("libc", EntryPoint = "getpgid")]
    private static partial int GetProcessGroup(int process);
}
