using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Corpus.KernelTests;
using Waggle.Verifier.Kernels;

namespace Waggle.Verifier.KernelTests.Agreement;

/// <summary>Programs of the corpus and of the kernel's own tests: the verdict is the running kernel's, but for what is listed with a cause.</summary>
public class AgreementTests
{
    private static readonly KernelVersion s_host = KernelVersion.Latest;

    [Fact]
    public void Verify_Corpus_AgreesWithTheKernel() => Compare("corpus", () => Workshop.CorpusProblem, Workshop.CorpusFolder, atLeast: 300);

    [Fact]
    public void Verify_Selftests_AgreesWithTheKernel() => Compare("selftests", () => Workshop.SelftestsProblem, Workshop.SelftestsFolder, atLeast: 2000);

    private static void Compare(string name, Func<string?> findProblem, string folder, int atLeast)
    {
        if (KernelVersion.Parse(File.ReadAllText("/proc/sys/kernel/osrelease").Trim()) != s_host)
            Assert.Skip($"the rules compared are those of Linux {s_host}, and another kernel runs");
        if (findProblem() is { } problem) Assert.Skip(problem); // objects are built first
        var types = Btf.Read(File.ReadAllBytes("/sys/kernel/btf/vmlinux"));
        KernelVerdicts kernel = new();
        KnownDifferences known = KnownDifferences.Read($"verdicts-{name}");
        int judged = 0, equal = 0;
        List<string> unexplained = [];
        foreach (string path in Workshop.ObjectsIn(folder))
        {
            if (TryRead(path) is not { } obj) continue;
            string file = Path.GetFileNameWithoutExtension(path);
            foreach (ProgramSpec program in obj.Programs)
            {
                if (kernel.Of(obj, program) is not { } theirs) continue; // refused before the verifier was asked
                judged++;
                ProgramSpec fitted = obj.Btf is null ? program : CoreRelocator.Resolve(program, obj.Btf, types).Program;
                Verdict ours = ProgramVerifier.Verify(obj, fitted, new VerifierOptions { KernelTypes = types }, TestContext.Current.CancellationToken);
                if (ours.IsAccepted == theirs.IsAccepted)
                {
                    equal++;
                    if (known.MustDiffer(file, program.Name)) unexplained.Add($"{file} {program.Name}: agrees by now, take it off the list");
                }
                else if (!known.Contains(file, program.Name))
                {
                    unexplained.Add(ours.IsAccepted
                        ? $"{file} {program.Name}: accepted here; the kernel says {theirs.Reason}"
                        : $"{file} {program.Name}: accepted by the kernel; here {ours.Rejection}");
                }
            }
        }

        Counts.Write($"verdicts-{name}", $"{name}: {judged} programs judged by the kernel, {equal} verdicts equal ({100.0 * equal / Math.Max(1, judged):0.0} %)");
        Assert.True(unexplained.Count == 0, string.Join('\n', unexplained));
        Assert.True(judged >= atLeast, $"only {judged} programs were judged");
        Assert.True(equal >= 0.97 * judged);
    }

    // Some files are parts that are linked with others before anybody loads them.
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
