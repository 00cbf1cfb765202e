using Waggle.Bpf.Catalog;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Linux;
using Waggle.Linux.Errors;
using Waggle.Linux.KernelTests;
using Waggle.Vm.Tests.Helpers;

namespace Waggle.Vm.KernelTests;

/// <summary>The same programs that call kernel functions, in the kernel and in the embedded engine: the same results, and the same packet.</summary>
public class KernelFunctionAgreementTests
{
    private const int ResultSize = 512;

    public static TheoryData<string> Programs =>
    [
        "dynptr_memory", "dynptr_null", "dynptr_copies", "dynptr_record", "dynptr_packet", "dynptr_frame", "numbers", "bit_numbers", "sections", "interrupts",
        "texts", "texts_without_case", "texts_nowhere", "texts_too_long",
    ];

    [Theory, MemberData(nameof(Programs))]
    public void Run_Program_LeavesWhatTheKernelLeaves(string name)
    {
        KernelEngine kernel = KernelAccess.RequireEngine();
        Outcome expected;
        try
        {
            expected = RunOn(kernel, name);
        }
        catch (Exception e) when (e is VerifierException or BpfException)
        {
            // Only a kernel that is older than one of the functions may refuse.
            Version kernelVersion = Environment.OSVersion.Version;
            Assert.Contains(FunctionsOf(name), function => Version.Parse(KernelFunctionContracts.Find(function)!.Since) > kernelVersion);
            Assert.Skip($"This kernel does not run it: {(e as VerifierException)?.Verdict ?? e.Message}");
            return;
        }

        foreach (VmExecution execution in new[] { VmExecution.Interpreter, VmExecution.Jit })
        {
            using VmEngine engine = new(new VmOptions { Execution = execution });
            Assert.Equal(expected, RunOn(engine, name));
        }
    }

    private static IEnumerable<string> FunctionsOf(string name) =>
        ObjectReader.Read(Clang.Compile("kfuncs.bpf.c")).Programs.Single(p => p.Name == name).ExternReferences.Select(r => r.Name);

    private static Outcome RunOn(IEngine engine, string name)
    {
        BpfObject all = ObjectReader.Read(Clang.Compile("kfuncs.bpf.c"));
        ProgramSpec spec = all.Programs.Single(p => p.Name == name);
        HashSet<string> names = [.. spec.ExternReferences.Select(r => r.Name)]; // a kernel may lack the others
        using LiveObject loaded = engine.Load(new BpfObject
        {
            Name = all.Name,
            License = all.License,
            Btf = all.Btf,
            Maps = all.Maps,
            Externs = [.. all.Externs.Where(e => names.Contains(e.Name))],
            Programs = [spec],
        });
        byte[] packet = new byte[4096], result = new byte[ResultSize];
        bool isPacket = spec.Type is ProgramType.SchedCls or ProgramType.Xdp;
        ProgramRunResult run = loaded.FindProgram(name).Run(isPacket ? new ProgramRun { Packet = Samples.IPv4, PacketOut = packet } : new ProgramRun());
        loaded.FindMap("result").TryLookup(stackalloc byte[4], result);
        int used = Array.FindLastIndex(result, b => b != 0) + 1;
        string numbers = string.Join(' ', Enumerable.Range(0, (used + 7) / 8).Select(i => BitConverter.ToInt64(result, 8 * i)));
        return new Outcome(run.ReturnValue, numbers, Convert.ToHexString(packet.AsSpan(0, isPacket ? run.PacketLength : 0)));
    }

    private sealed record Outcome(uint ReturnValue, string Results, string Packet);
}
