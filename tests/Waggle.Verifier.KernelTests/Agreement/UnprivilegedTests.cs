using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Corpus.KernelTests;
using Waggle.Verifier.Kernels;

namespace Waggle.Verifier.KernelTests.Agreement;

/// <summary>Programs of who lacks privileges: the verdict is what the kernel's own tests expect, what Linux 6.12 said of them in a guest, and what the
/// running kernel says to a process without CAP_PERFMON.</summary>
public class UnprivilegedTests
{
    private static readonly KernelVersion s_guest = new(6, 12);
    private static readonly Lazy<Btf> s_types = new(() => Btf.Read(File.ReadAllBytes("/sys/kernel/btf/vmlinux")));

    [Fact]
    public void Verify_SelftestsUnprivileged_IsAsTheirTagsExpect()
    {
        if (Workshop.SelftestsProblem is { } problem) Assert.Skip(problem);
        Tally tally = new("unprivileged-tags");
        int messages = 0, alike = 0;
        foreach ((string file, BpfObject obj, ProgramSpec program) in Programs(Workshop.SelftestsFolder))
        {
            if (obj.Btf is null || UnprivilegedExpectation.Of(obj.Btf, program.Name) is not { } expected) continue;
            Verdict ours = Judge(obj, program, s_guest, isCapable: false);
            tally.Add(file, program.Name, expected.IsAccepted, string.Join(" | ", expected.Messages.Select(m => m.ToString())), ours);
            if (expected.IsAccepted || ours.IsAccepted || expected.Messages.Length == 0) continue;
            messages++;
            bool isAlike = expected.Messages.Any(m => m.IsMatch(ours.Rejection.Message));
            if (isAlike) alike++;
            else tally.Note(file, program.Name, $"says '{ours.Rejection.Message}', and '{string.Join("' | '", expected.Messages.Select(m => m.ToString()))}' is expected");
        }

        tally.Finish(atLeast: 400, $", {alike} of {messages} messages too");
    }

    [Theory, InlineData("corpus", 8), InlineData("selftests", 600)]
    public void Verify_Unprivileged_AgreesWithLinux612(string set, int atLeast)
    {
        if ((set == "corpus" ? Workshop.CorpusProblem : Workshop.SelftestsProblem) is { } problem) Assert.Skip(problem);
        Tally tally = new($"unprivileged-{set}");
        Dictionary<(string, string), (string Verdict, string Words)> theirs = Read(File.ReadLines(Path.Combine(Workshop.Root, "tests", "data", "agreement", $"linux-6.12-unprivileged-{set}.tsv")));
        foreach ((string file, BpfObject obj, ProgramSpec program) in Programs(set == "corpus" ? Workshop.CorpusFolder : Workshop.SelftestsFolder))
        {
            if (!theirs.TryGetValue((file, program.Name), out (string Verdict, string Words) kernel) || kernel.Verdict == "refused") continue;
            tally.Add(file, program.Name, kernel.Verdict == "accepted", kernel.Words, Judge(obj, program, s_guest, isCapable: false));
        }

        tally.Finish(atLeast);
    }

    [Theory, InlineData("corpus", 90), InlineData("selftests", 1500)]
    public void Verify_WithoutPerfmon_AgreesWithTheRunningKernel(string set, int atLeast)
    {
        if (KernelVersion.Parse(File.ReadAllText("/proc/sys/kernel/osrelease").Trim()) != KernelVersion.Latest)
            Assert.Skip($"the rules compared are those of Linux {KernelVersion.Latest}, and another kernel runs");
        if ((set == "corpus" ? Workshop.CorpusProblem : Workshop.SelftestsProblem) is { } problem) Assert.Skip(problem);
        string folder = set == "corpus" ? Workshop.CorpusFolder : Workshop.SelftestsFolder;
        (int status, string output, string errors) = Workshop.Run(Path.Combine(Workshop.Root, "artifacts", "libbpf", "judge"), "no-perfmon", folder);
        Assert.True(status == 0, errors);
        Tally tally = new($"no-perfmon-{set}");
        Dictionary<(string, string), (string Verdict, string Words)> theirs = Read(output.Split('\n'));
        foreach ((string file, BpfObject obj, ProgramSpec program) in Programs(folder))
        {
            if (!theirs.TryGetValue((file, program.Name), out (string Verdict, string Words) kernel) || kernel.Verdict == "refused") continue;
            tally.Add(file, program.Name, kernel.Verdict == "accepted", kernel.Words, Judge(obj, program, KernelVersion.Latest, isCapable: true));
        }

        tally.Finish(atLeast);
    }

    private static Verdict Judge(BpfObject obj, ProgramSpec program, KernelVersion kernel, bool isCapable)
    {
        ProgramSpec fitted = obj.Btf is null ? program : CoreRelocator.Resolve(program, obj.Btf, s_types.Value).Program;
        VerifierOptions options = new()
        {
            Kernel = kernel,
            KernelTypes = s_types.Value,
            IsPrivileged = false,
            IsCapable = isCapable,
            IsAlignmentStrict = UnprivilegedExpectation.IsAlignmentStrict(obj.Btf, program.Name),
        };
        return ProgramVerifier.Verify(obj, fitted, options, TestContext.Current.CancellationToken);
    }

    private static IEnumerable<(string File, BpfObject Object, ProgramSpec Program)> Programs(string folder)
    {
        foreach (string path in Workshop.ObjectsIn(folder))
        {
            BpfObject obj;
            try
            {
                obj = BpfObject.Read(path);
            }
            catch (ObjectFormatException)
            {
                continue; // a part that is linked with others before anybody loads it
            }
            foreach (ProgramSpec program in obj.Programs) yield return (Path.GetFileNameWithoutExtension(path), obj, program);
        }
    }

    private static Dictionary<(string, string), (string Verdict, string Words)> Read(IEnumerable<string> lines)
    {
        Dictionary<(string, string), (string, string)> verdicts = [];
        foreach (string[] cells in lines.Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split('\t'))) verdicts[(cells[0], cells[1])] = (cells[2], cells[3]);
        return verdicts;
    }

    /// <summary>Verdicts that are alike and that are not, against the list of those that need not be.</summary>
    private sealed class Tally(string name)
    {
        private readonly KnownDifferences _known = KnownDifferences.Read(name);
        private readonly List<string> _unexplained = [];
        private int _judged, _equal, _unsafe;

        public void Add(string file, string program, bool isAccepted, string words, Verdict ours)
        {
            _judged++;
            if (ours.IsAccepted == isAccepted)
            {
                _equal++;
                if (_known.MustDiffer(file, program)) _unexplained.Add($"{file} {program}: agrees by now, take it off the list");
                return;
            }
            if (ours.IsAccepted) _unsafe++;
            if (_known.Contains(file, program)) return;
            _unexplained.Add(ours.IsAccepted ? $"{file} {program}: accepted here; there '{words}'" : $"{file} {program}: accepted there; here '{ours.Rejection}'");
        }

        public void Note(string file, string program, string what)
        {
            if (!_known.Contains(file, program)) _unexplained.Add($"{file} {program}: {what}");
        }

        public void Finish(int atLeast, string more = "")
        {
            Counts.Write(name, $"{name}: {_judged} programs, {_equal} verdicts equal ({100.0 * _equal / Math.Max(1, _judged):0.0} %), {_unsafe} accepted here only{more}");
            Assert.True(_unexplained.Count == 0, string.Join('\n', _unexplained));
            Assert.True(_judged >= atLeast, $"only {_judged} programs were judged");
            Assert.True(_equal >= 0.97 * _judged);
        }
    }
}
