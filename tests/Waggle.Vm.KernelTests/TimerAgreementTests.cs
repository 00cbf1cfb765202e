using System.Diagnostics;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Linux;
using Waggle.Linux.Errors;
using Waggle.Linux.KernelTests;
using Waggle.Vm.Tests.Helpers;

namespace Waggle.Vm.KernelTests;

/// <summary>The same programs with timers and work queues in the kernel and in the embedded engine, which calls them by its own thread.</summary>
public class TimerAgreementTests
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("hash_timer", "5.15")]
    [InlineData("array_timer", "6.4")] // absolute times
    [InlineData("gone_timer", "5.15")]
    [InlineData("queue", "6.10")]
    public void Run_Program_LeavesWhatTheKernelLeaves(string name, string since)
    {
        KernelEngine kernel = KernelAccess.RequireEngine();
        string expected;
        try
        {
            expected = RunOn(kernel, name);
        }
        catch (Exception e) when (e is VerifierException or BpfException)
        {
            Assert.True(Environment.OSVersion.Version < Version.Parse(since), e.Message);
            Assert.Skip($"This kernel does not run it: {(e as VerifierException)?.Verdict ?? e.Message}");
            return;
        }

        foreach (VmExecution execution in new[] { VmExecution.Interpreter, VmExecution.Jit })
        {
            using VmEngine engine = new(new VmOptions { Execution = execution });
            Assert.Equal(expected, RunOn(engine, name));
        }
    }

    private static string RunOn(IEngine engine, string name)
    {
        BpfObject all = ObjectReader.Read(Clang.Compile("timers.bpf.c"));
        ProgramSpec spec = all.Programs.Single(p => p.Name == name);
        HashSet<string> names = [.. spec.ExternReferences.Select(r => r.Name)], maps = [.. spec.MapReferences.Select(r => r.MapName)]; // a kernel may lack the others
        using LiveObject loaded = engine.Load(new BpfObject
        {
            Name = all.Name,
            License = all.License,
            Btf = all.Btf,
            Maps = [.. all.Maps.Where(m => maps.Contains(m.Name))],
            Externs = [.. all.Externs.Where(e => names.Contains(e.Name))],
            Programs = [spec],
        });
        uint verdict = loaded.FindProgram(name).Run(new ProgramRun { Packet = Samples.IPv4, PacketOut = new byte[4096] }).ReturnValue;

        GlobalVariable<ulong> done = loaded.Global<ulong>("done", LayoutCheck.SizeOnly);
        long start = Stopwatch.GetTimestamp();
        while (done.Value == 0)
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < s_longest, "The callback was not called.");
            Thread.Yield();
        }

        byte[] bss = new byte[loaded.FindMap(".bss").ValueSizeInBytes];
        loaded.FindMap(".bss").TryLookup(new byte[4], bss);
        return $"{verdict}: {string.Join(' ', Enumerable.Range(0, bss.Length / 8).Select(i => BitConverter.ToInt64(bss, 8 * i)))}";
    }
}
