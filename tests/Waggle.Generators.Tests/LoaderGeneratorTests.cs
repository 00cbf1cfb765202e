using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Waggle.CSharp;
using Waggle.Generators.Loaders;
using Waggle.Linux;

namespace Waggle.Generators.Tests;

/// <summary>Loaders, by what the C# compiler makes of them.</summary>
public sealed class LoaderGeneratorTests
{
    private const string Program = """
        using Waggle.CSharp;

        namespace Samples;

        public struct Event { public ulong Time; }

        internal struct Hidden { public ulong Time; }

        [BpfProgram]
        public static partial class Watch
        {
            private struct Own { public ulong Time; }

            private static readonly RingBuffer<Event> s_events = new();
            private static readonly HashMap<uint, ulong> s_counts = new();
            private static readonly ArrayMap<Hidden> s_hidden = new();
            private static readonly PerCpuCounter s_calls = new();
            private static readonly HashMap<uint, Own> s_own = new();
            private static readonly HashOfMaps<uint, ArrayMap<ulong>> s_nested = new();
            private static readonly uint s_limit = 5;
            private static uint s_onlyUser;
            private const int Fixed = 3;

            [RawTracepoint("sys_enter")]
            private static void OnEnter() => s_calls.Increment();
        }
        """;

    [Theory]
    [InlineData("loaded.Programs.OnEnter", "Waggle.Linux.LoadedProgram")]
    [InlineData("loaded.Maps.Events", "Waggle.Bpf.Readers.RingReader<Samples.Event>")]
    [InlineData("loaded.Maps.Counts", "Waggle.Bpf.Maps.BpfMap<uint, ulong>")]
    [InlineData("loaded.Maps.Hidden", "Waggle.Bpf.Maps.BpfMap<uint, Samples.Hidden>")]
    [InlineData("loaded.Maps.Calls", "Waggle.Bpf.Maps.PerCpuMap<uint, ulong>")]
    [InlineData("loaded.Maps.Own", "Waggle.Linux.Maps.KernelMap")] // its type can't be named outside of the class
    [InlineData("loaded.Maps.Nested", "Waggle.Bpf.Maps.MapOfMaps<uint>")]
    [InlineData("loaded.Globals.OnlyUser = 3", "uint")]
    [InlineData("loaded.Globals.Limit", "uint")]
    [InlineData("new Watch.Settings { Limit = 1, OnlyUser = 2 }.OnlyUser", "uint?")]
    [InlineData("await Watch.LoadAsync()", "Samples.Watch.Loaded")]
    public void Loader_OfAClass_HasTypedMembers(string expression, string type)
    {
        string user = $$"""
            namespace Samples { class User { async System.Threading.Tasks.Task Use(Watch.Loaded loaded) { var used = {{expression}}; await System.Threading.Tasks.Task.Yield(); } } }
            """;

        Compilation compiled = Generate(Compile(Program, user));

        Assert.Empty(compiled.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Error));
        SyntaxTree tree = compiled.SyntaxTrees.ElementAt(1);
        var declared = tree.GetRoot().DescendantNodes().OfType<Microsoft.CodeAnalysis.CSharp.Syntax.VariableDeclaratorSyntax>().Single();
        Assert.Equal(type, ((ILocalSymbol)compiled.GetSemanticModel(tree).GetDeclaredSymbol(declared)!).Type.ToDisplayString());
    }

    [Theory]
    [InlineData("loaded.Globals.Limit = 3")] // .rodata
    [InlineData("loaded.Globals.Fixed")]
    [InlineData("Watch.s_counts")]
    public void Loader_OfAClass_HasNothingElse(string expression)
    {
        string user = $$"""namespace Samples { class User { void Use(Watch.Loaded loaded) { var used = {{expression}}; } } }""";

        Compilation compiled = Generate(Compile(Program, user));

        Assert.Single(compiled.GetDiagnostics(), d => d.Severity >= DiagnosticSeverity.Error);
    }

    [Fact]
    public void Loader_ClassThatIsNotPartial_IsNotMade() =>
        Assert.Single(Generate(Compile(Program.Replace("partial ", "", StringComparison.Ordinal))).SyntaxTrees);

    [Fact]
    public void Loader_WithoutTheEngine_IsNotMade() =>
        Assert.Single(Generate(Compile(Program).RemoveReferences(Reference(typeof(LoadedProgram)))).SyntaxTrees);

    [Fact]
    public void Loader_OtherFileChanged_IsNotMadeAgain()
    {
        CSharpCompilation first = Compile(Program, "class Other;");
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new LoaderGenerator().AsSourceGenerator()],
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true)).RunGenerators(first);

        GeneratorRunResult again = driver.RunGenerators(first.ReplaceSyntaxTree(first.SyntaxTrees[1], Parse("class Changed { int F() => 1; }")))
            .GetRunResult().Results.Single();

        Assert.All(again.TrackedSteps[LoaderGenerator.ClassesStep].SelectMany(s => s.Outputs),
            o => Assert.Contains(o.Reason, (IncrementalStepRunReason[])[IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged]));
        Assert.All(again.TrackedOutputSteps.SelectMany(s => s.Value).SelectMany(s => s.Outputs), o => Assert.Equal(IncrementalStepRunReason.Cached, o.Reason));
    }

    private static Compilation Generate(CSharpCompilation compilation)
    {
        CSharpGeneratorDriver.Create(new LoaderGenerator())
            .WithUpdatedParseOptions((CSharpParseOptions)compilation.SyntaxTrees[0].Options)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation result, out var problems);
        Assert.Empty(problems);
        return result;
    }

    private static SyntaxTree Parse(string source) => CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Preview));

    private static CSharpCompilation Compile(params string[] sources) => CSharpCompilation.Create(
        "Sample", sources.Select(Parse), References(), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    private static readonly Dictionary<string, MetadataReference> s_references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(':')
        .DistinctBy(Path.GetFileNameWithoutExtension).ToDictionary(path => Path.GetFileNameWithoutExtension(path), path => (MetadataReference)MetadataReference.CreateFromFile(path));

    private static IEnumerable<MetadataReference> References() => [.. s_references.Values.Prepend(Reference(typeof(BpfProgramAttribute))).Distinct()];

    private static MetadataReference Reference(Type type) => s_references[type.Assembly.GetName().Name!];
}
