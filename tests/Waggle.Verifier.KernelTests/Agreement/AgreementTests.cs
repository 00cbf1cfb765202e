using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Corpus.KernelTests;
using Waggle.Verifier.Kernels;

namespace Waggle.Verifier.KernelTests.Agreement;

/// <summary>Programs of the corpus and of the kernel's own tests: the verdict is the running kernel's, but for what is listed with a cause; and what
/// the kernel lacks is told.</summary>
public class AgreementTests
{
    private static readonly KernelVersion s_running = KernelVersion.Parse(Environment.OSVersion.Version.ToString());

    [Fact]
    public void Verify_Corpus_AgreesWithTheKernel() => Compare("corpus", () => Workshop.CorpusProblem, Workshop.CorpusFolder, atLeast: 300);

    [Fact]
    public void Verify_Selftests_AgreesWithTheKernel() => Compare("selftests", () => Workshop.SelftestsProblem, Workshop.SelftestsFolder, atLeast: 2000);

    private static void Compare(string name, Func<string?> findProblem, string folder, int atLeast)
    {
        if (!KernelVersion.Known.Contains(s_running)) Assert.Skip($"Linux {s_running} runs, whose rules are not known");
        if (!KnownDifferences.Exists($"verdicts-{name}-{s_running}")) Assert.Skip($"Linux {s_running} runs, and nobody has listed how it differs");
        if (findProblem() is { } problem) Assert.Skip(problem); // objects are built first
        var types = Btf.Read(File.ReadAllBytes("/sys/kernel/btf/vmlinux"));
        KernelVerdicts kernel = new();
        KnownDifferences known = KnownDifferences.Read($"verdicts-{name}-{s_running}");
        (int judged, int equal, int told) = (0, 0, 0);
        List<string> unexplained = [];
        foreach (string path in Workshop.ObjectsIn(folder))
        {
            if (TryRead(path) is not { } obj) continue;
            string file = Path.GetFileNameWithoutExtension(path);
            foreach (ProgramSpec program in obj.Programs)
            {
                (bool? isAccepted, string reason) = kernel.Of(obj, program);
                Verdict ours = Verify(obj, program, types);
                if (isAccepted is null)
                {
                    if (KernelNames.MissingOf(obj, program, types) is not { } part) continue;
                    if (ours.Rejection?.Rule == "NotInThisKernel") told++;
                    else unexplained.Add($"{file} {program.Name}: the kernel lacks {part}, and that is not told here: {ours.Rejection}");
                    continue;
                }

                judged++;
                if (ours.IsAccepted == isAccepted)
                {
                    equal++;
                    if (known.MustDiffer(file, program.Name)) unexplained.Add($"{file} {program.Name}: agrees by now, take it off the list");
                }
                else if (!known.Contains(file, program.Name))
                {
                    unexplained.Add(ours.IsAccepted
                        ? $"{file} {program.Name}: accepted here; the kernel says {reason}"
                        : $"{file} {program.Name}: accepted by the kernel; here {ours.Rejection}");
                }
            }
        }

        Counts.Write($"verdicts-{name}", $"{name}: {judged} programs judged by Linux {s_running}, {equal} verdicts equal ({100.0 * equal / Math.Max(1, judged):0.0} %), {told} told to need what it lacks");
        Assert.True(unexplained.Count == 0, string.Join('\n', unexplained));
        Assert.True(judged >= atLeast, $"only {judged} programs were judged");
        Assert.True(equal >= 0.97 * judged);
    }

    private static Verdict Verify(BpfObject obj, ProgramSpec program, Btf types)
    {
        ProgramSpec fitted = obj.Btf is null ? program : CoreRelocator.Resolve(program, obj.Btf, types).Program;
        return ProgramVerifier.Verify(obj, fitted, new VerifierOptions { KernelTypes = types, Kernel = s_running }, TestContext.Current.CancellationToken);
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
