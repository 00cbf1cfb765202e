using System.Diagnostics;
using Waggle.Bpf.Readers;
using Waggle.Compiler.KernelTests.Programs;
using Waggle.Linux;

namespace Waggle.Compiler.KernelTests;

/// <summary>What the kernel calls back does what its C# says.</summary>
public class CallbackTests
{
    private static readonly byte[] s_packet = new byte[64];

    [Fact]
    public void ForEach_FilledTable_VisitsEveryEntryAndChangesIt()
    {
        using LoadedObject loaded = Load("Sum");
        var table = loaded.Map<uint, ulong>("table");
        for (uint i = 1; i <= 40; i++) table[i] = i * 10UL;

        loaded.Programs["Sum"].Run(data: s_packet);

        Assert.Equal(40UL, loaded.Global<ulong>("visits").Value);
        Assert.Equal((ulong)Enumerable.Range(1, 40).Sum(i => i * i * 10), loaded.Global<ulong>("result").Value);
        for (uint i = 1; i <= 40; i++) Assert.Equal(0UL, table[i]);
    }

    [Fact]
    public void Timer_Started_CallsItsFunctionOnceWithKeyAndValue()
    {
        using LoadedObject loaded = Load("StartTimer");
        var fired = loaded.Global<uint>("fired");

        Assert.Equal(2u, loaded.Programs["StartTimer"].Run(data: s_packet).ReturnValue); // XDP_PASS

        var waited = Stopwatch.StartNew();
        while (fired.Value == 0 && waited.Elapsed < TimeSpan.FromSeconds(20)) Thread.Yield();
        Assert.Equal(3u, fired.Value);
        Assert.Equal(42UL, loaded.Map<uint, Callbacks.Job>("jobs", Bpf.Maps.LayoutCheck.SizeOnly)[3].Number);
    }

    [Fact]
    public void Drain_RecordsOfUserSpace_TakesEachOnce()
    {
        Assert.SkipWhen(Linux.Machine.KernelRelease.Number < new Version(6, 1), "User ring buffers came with Linux 6.1.");
        using LoadedObject loaded = Load("Drain");
        using var writer = new UserRingWriter(loaded.FindMap("requests"));
        for (ulong i = 1; i <= 20; i++) Assert.True(writer.TryWrite(i * i));

        loaded.Programs["Drain"].Run(data: s_packet);

        Assert.Equal(20UL, loaded.Global<ulong>("visits").Value);
        Assert.Equal(2870UL, loaded.Global<ulong>("result").Value); // 1 + 4 + … + 400
    }

    private static LoadedObject Load(string program) =>
        KernelAccess.RequireEngine().Load(Objects.Compile(typeof(Callbacks)), new LoadOptions { Select = p => p.Name == program });
}
