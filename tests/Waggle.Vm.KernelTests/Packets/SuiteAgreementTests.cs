using Waggle.Bpf.Engines;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Corpus.KernelTests;
using Waggle.Linux;
using Waggle.Linux.KernelTests;

namespace Waggle.Vm.KernelTests.Packets;

/// <summary>Every program of the kernel suites (tests/data/c, tests/corpus) that the kernel can run on made-up input gives the same in the embedded engine:
/// what it returns, the packet, the context, the maps afterwards.</summary>
public class SuiteAgreementTests
{
    private const string None = "(none)";

    private static readonly Lazy<Btf> s_types = new(() => Btf.Read(File.ReadAllBytes("/sys/kernel/btf/vmlinux")));
    private static readonly SuiteExceptions s_exceptions = SuiteExceptions.Read();

    public static TheoryData<string> Files
    {
        get
        {
            string[] files = [.. DataFiles().Select(f => $"data/{f}"), .. CorpusFiles().Select(f => $"corpus/{f}")];
            return files.Length == 0 ? [None] : [.. files];
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void Run_ProgramsOfAFile_GiveWhatTheyGiveInTheKernel(string file)
    {
        KernelEngine kernel = KernelAccess.RequireEngine();
        KernelAccess.RequireKernelBtf();
        if (file == None) Assert.Skip(Workshop.CorpusProblem ?? "there are no programs");
        List<string> problems = [];

        FirstCpu.Run(() => CompareAll(kernel, file, problems));

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    private static void CompareAll(KernelEngine kernel, string file, List<string> problems)
    {
        foreach (SuiteProgram program in ProgramsOf(file))
        {
            string? difference = Compare(kernel, program);
            bool isListed = s_exceptions.Programs.ContainsKey(program.Name);
            if (difference is not null && !isListed) problems.Add($"{program.Name}: {difference}");
            else if (difference is null && isListed) TestContext.Current.TestOutputHelper?.WriteLine($"{program.Name} agrees: take it out of the list.");
            else if (isListed) TestContext.Current.TestOutputHelper?.WriteLine($"not compared: {program.Name}: {s_exceptions.Programs[program.Name]}");
        }
    }

    [Fact]
    public void Exceptions_AllOfThem_AreOfProgramsThatThereAre()
    {
        if (Workshop.CorpusProblem is { } problem) Assert.Skip(problem);
        HashSet<string> programs = [.. Files.Select(f => (string)f.Data).SelectMany(ProgramsOf).Select(p => p.Name)];

        Assert.Subset(programs, s_exceptions.Programs.Keys.ToHashSet());
        Assert.True(programs.Count - s_exceptions.Programs.Count >= 100, $"only {programs.Count - s_exceptions.Programs.Count} programs are compared");
    }

    // Null if all is the same.
    private static string? Compare(KernelEngine kernel, SuiteProgram program)
    {
        try
        {
            using LoadedObject loaded = kernel.Load(program.Part());
            List<string> expected = SuiteRun.Run(loaded, program, s_exceptions.MapsOf(program));
            foreach (VmExecution execution in new[] { VmExecution.Interpreter, VmExecution.Jit })
            {
                using VmEngine engine = new(new VmOptions
                {
                    Execution = execution,
                    CpuCount = 1,
                    KernelTypes = s_types.Value,
                    Configuration = KernelLike.Configuration,
                    KernelVersion = Environment.OSVersion.Version,
                    Host = new KernelLike(),
                });
                using LiveObject embedded = engine.Load(program.Part());
                if (Differ(expected, SuiteRun.Run(embedded, program, s_exceptions.MapsOf(program), expected)) is { } difference) return $"{execution}, {difference}";
            }

            return null;
        }
        catch (BpfException e)
        {
            return FirstLine(e.Message);
        }
    }

    private static string? Differ(List<string> expected, List<string> actual)
    {
        for (int i = 0; i < Math.Max(expected.Count, actual.Count); i++)
        {
            string left = i < expected.Count ? expected[i] : "nothing", right = i < actual.Count ? actual[i] : "nothing";
            if (left != right) return $"input {i}:\n  kernel {Short(left)}\n  engine {Short(right)}";
        }

        return null;
    }

    private static string Short(string line) => line.Length <= 400 ? line : $"{line[..400]}…{line[^100..]}";

    private static string FirstLine(string message) => message.Split('\n')[0];

    private static IEnumerable<SuiteProgram> ProgramsOf(string file)
    {
        string[] parts = file.Split('/');
        byte[] bytes = parts[0] == "data" ? Clang.Compile(parts[1] + ".bpf.c", Path.Combine(Workshop.Root, "tests", "data", "x")) : File.ReadAllBytes(Path.Combine(Workshop.CorpusFolder, parts[1] + ".o"));
        BpfObject obj = ObjectReader.Read(bytes, parts[1]);
        return obj.Programs.Where(p => SuiteProgram.IsTestable(p.Type)).Select(p => new SuiteProgram(file, obj, p));
    }

    private static string[] DataFiles() =>
        [.. Directory.GetFiles(Path.Combine(Workshop.Root, "tests", "data", "c"), "*.bpf.c").Select(f => Path.GetFileName(f)[..^6]).Order(StringComparer.Ordinal)];

    private static string[] CorpusFiles() => Workshop.CorpusProblem is null ? Workshop.NamesIn(Workshop.CorpusFolder) : [];
}
