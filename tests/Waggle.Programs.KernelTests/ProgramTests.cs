using System.Collections.Concurrent;
using Samples.Programs;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Compiler;
using Waggle.CSharp;
using Waggle.Linux;
using Waggle.Verifier;

namespace Waggle.Programs.KernelTests;

/// <summary>Every sample program: our verifier accepts it, and so does the kernel that runs.</summary>
public class ProgramTests
{
    private const string KernelTypes = "/sys/kernel/btf/vmlinux";

    // What the error of an older kernel does not tell from a fault. The function of Decisions could not be modified.
    private static readonly Dictionary<string, Version> s_since = new()
    {
        [nameof(CgroupTimes)] = new(6, 2),
        [nameof(Decisions)] = new(6, 12),
        [nameof(CountingReno)] = new(6, 4),
        [nameof(SharedList)] = new(6, 9),
    };

    private static readonly ConcurrentDictionary<Type, BpfObject> s_compiled = new();
    private static readonly Lazy<Btf> s_types = new(() => Btf.Read(File.ReadAllBytes(KernelTypes)));

    private static readonly Type[] s_classes =
        [.. typeof(DropPort).Assembly.GetTypes().Where(t => t.IsDefined(typeof(BpfProgramAttribute), false)).OrderBy(t => t.Name)];

    public static TheoryData<string, string> Programs =>
        [.. s_classes.SelectMany(type => Compile(type).Programs.Select(program => (type.Name, program.Name)))];

    [Theory, MemberData(nameof(Programs))]
    public void Verify_SampleProgram_IsAccepted(string type, string name)
    {
        if (!File.Exists(KernelTypes)) Assert.Skip("the kernel has no BTF");
        BpfObject compiled = Compile(Find(type));
        ProgramSpec program = compiled.Programs.Single(p => p.Name == name);

        CoreResolution resolved = CoreRelocator.Resolve(program, compiled.Btf!, s_types.Value);
        Verdict verdict = ProgramVerifier.Verify(compiled, resolved.Program, new VerifierOptions { KernelTypes = s_types.Value }, TestContext.Current.CancellationToken);

        Assert.True(verdict.IsAccepted, verdict.Rejection?.Explanation.ToString());
    }

    [Theory, MemberData(nameof(Programs))]
    public void Load_SampleProgram_IsAccepted(string type, string name)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) Assert.Skip("needs root on Linux");
        if (!File.Exists(KernelTypes)) Assert.Skip("the kernel has no BTF");
        BpfObject compiled = Compile(Find(type));
        ProgramSpec program = compiled.Programs.Single(p => p.Name == name);

        if (s_since.TryGetValue(type, out Version? since) && Environment.OSVersion.Version < since) Assert.Skip($"came with Linux {since}");
        try
        {
            KernelEngine engine = KernelEngine.Create();
            using LoadedObject? replaced = program.Type == ProgramType.Extension ? engine.Load(Compile(typeof(DropPort))) : null;
            using LoadedObject loaded = engine.Load(compiled, new LoadOptions
            {
                Select = p => p.Name == name,
                Target = _ => replaced?.Programs[program.AttachTarget],
            });

            Assert.Equal(program.Type, loaded.Programs[name].Spec.Type);
        }
        catch (BpfPermissionException error) when (IsRefusedHere(program))
        {
            Assert.Skip($"this machine refuses to load it: {error.Message}");
        }
        catch (BpfNotSupportedException error)
        {
            Assert.Skip($"this kernel lacks the hook: {error.Message}");
        }
    }

    // Some machines let nobody load what hooks functions of the kernel.
    private static bool IsRefusedHere(ProgramSpec program) =>
        program.Type is ProgramType.Lsm or ProgramType.Extension
        || program.Type == ProgramType.Tracing && program.Section.StartsWith('f');

    private static Type Find(string name) => s_classes.Single(type => type.Name == name);

    private static BpfObject Compile(Type type) => s_compiled.GetOrAdd(type, static t => BpfCompiler.Compile(t));
}
