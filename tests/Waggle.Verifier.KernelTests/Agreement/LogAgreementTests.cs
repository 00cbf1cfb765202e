using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Corpus.KernelTests;
using Waggle.Linux;
using Waggle.Linux.Pins;
using Waggle.Linux.Programs;
using Waggle.Verifier.Kernels;

namespace Waggle.Verifier.KernelTests.Agreement;

/// <summary>The log of the programs of the corpus is the running kernel's, line by line: the same instructions in the same order, with the same
/// registers and stack behind each; but for what is listed with a cause.</summary>
public class LogAgreementTests
{
    private readonly KernelEngine _kernel = KernelEngine.Create();

    [Fact]
    public void Log_Corpus_IsTheKernels()
    {
        if (KernelVersion.Parse(File.ReadAllText("/proc/sys/kernel/osrelease").Trim()) != KernelVersion.Latest)
            Assert.Skip($"the log compared is that of Linux {KernelVersion.Latest}, and another kernel runs");
        if (Workshop.CorpusProblem is { } problem) Assert.Skip(problem);
        var types = Btf.Read(File.ReadAllBytes("/sys/kernel/btf/vmlinux"));
        KnownDifferences known = KnownDifferences.Read("logs-corpus");
        (int compared, int equal, int lines) = (0, 0, 0);
        List<string> unexplained = [];
        foreach (string path in Workshop.ObjectsIn(Workshop.CorpusFolder))
        {
            if (TryRead(path) is not { } obj) continue;
            string file = Path.GetFileNameWithoutExtension(path);
            foreach (ProgramSpec program in obj.Programs)
            {
                if (TheirLog(obj, program) is not { } theirs) continue; // rejected: AgreementTests
                (List<string> expected, List<string> actual) = (LogLines.Read(theirs), LogLines.Read(OurLog(obj, program, types)));
                compared++;
                int same = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
                if (same == expected.Count && same == actual.Count)
                {
                    equal++;
                    lines += same;
                    if (known.MustDiffer(file, program.Name)) unexplained.Add($"{file} {program.Name}: agrees by now, take it off the list");
                }
                else if (!known.Contains(file, program.Name))
                    unexplained.Add($"{file} {program.Name}, line {same}\n  kernel: {expected.ElementAtOrDefault(same)}\n  here:   {actual.ElementAtOrDefault(same)}");
            }
        }

        Counts.Write("logs-corpus", $"corpus: {compared} logs compared with the kernel's, {equal} equal line by line ({lines} lines)");
        Assert.True(unexplained.Count == 0, string.Join('\n', unexplained));
        Assert.True(equal >= 0.8 * compared && compared >= 250, $"{equal} of {compared} logs are equal");
    }

    private static string OurLog(BpfObject obj, ProgramSpec program, Btf types)
    {
        using StringWriter log = new();
        ProgramSpec fitted = obj.Btf is null ? program : CoreRelocator.Resolve(program, obj.Btf, types).Program;
        ProgramVerifier.Verify(obj, fitted, new VerifierOptions { KernelTypes = types, Log = log }, TestContext.Current.CancellationToken);
        return log.ToString();
    }

    private string? TheirLog(BpfObject obj, ProgramSpec program)
    {
        using var pins = PinFolder.OpenDetached();
        try
        {
            using LoadedObject loaded = _kernel.Load(
                obj, new LoadOptions { Select = p => ReferenceEquals(p, program), Pins = pins, VerifierLogLevel = VerifierLogLevel.Verbose });
            return loaded.Programs[program.Name].VerifierLog;
        }
        catch (BpfException)
        {
            return null;
        }
    }

    private static BpfObject? TryRead(string path)
    {
        try
        {
            return BpfObject.Read(path);
        }
        catch (ObjectFormatException)
        {
            return null;
        }
    }
}
