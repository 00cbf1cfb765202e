using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Waggle.Bpf.Objects;
using Waggle.Compiler;
using Waggle.Trace.Generation;
using Waggle.Trace.Hooks;
using Waggle.Trace.Problems;
using Waggle.Trace.Syntax;

namespace Waggle.Trace;

/// <summary>An expression, compiled: <c>HOOK where CONDITION =&gt; STATEMENT; …</c></summary>
public sealed class TraceScript
{
    private TraceScript(ImmutableArray<Hook> hooks, ImmutableArray<ScriptMap> maps, ImmutableArray<EventSite> sites, string source, BpfObject compiled) =>
        (Hooks, Maps, Sites, Source, Object) = (hooks, maps, sites, source, compiled);

    /// <summary>The hooks, each of one program: program <c>P0</c> runs at the first.</summary>
    public ImmutableArray<Hook> Hooks { get; }

    /// <summary>The maps that the expression names, in order.</summary>
    public ImmutableArray<ScriptMap> Maps { get; }

    /// <summary>The statements whose effect is on this side, by the number in their records.</summary>
    public ImmutableArray<EventSite> Sites { get; }

    /// <summary>The C# that it became.</summary>
    public string Source { get; }

    /// <summary>The programs and maps, ready to be loaded.</summary>
    public BpfObject Object { get; }

    /// <summary>Compiles an expression for this machine.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="options">Whose doings it sees.</param>
    /// <exception cref="TraceException">It has errors; each is shown at its place.</exception>
    /// <exception cref="Waggle.Bpf.Errors.BpfException">The kernel does not tell its tracepoints or types.</exception>
    public static TraceScript Compile(string text, TraceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        WarmUp.Start();
        using KernelFacts kernel = new();
        HookResolver resolver = new(kernel, text);
        List<ScriptProgram> programs = [];
        foreach (Clause clause in ClauseReader.Read(text))
        {
            foreach (Hook hook in resolver.Resolve(clause)) programs.Add(new ScriptProgram(programs.Count, hook, clause));
        }

        Draft draft = Draft.Compile(text, [.. programs], kernel, out ImmutableArray<ScriptMap> maps);
        EventSites sites = new();
        string source;
        BpfObject compiled;
        try
        {
            source = ScriptSource.Write(draft, maps, sites, options ?? new TraceOptions());
            compiled = Compile(text, source);
        }
        catch
        {
            draft.ThrowIfWrong(); // what C# says of the user's text comes before what follows from it
            throw;
        }

        draft.ThrowIfWrong();
        return new TraceScript([.. programs.Select(p => p.Hook)], maps, sites.All, source, compiled);
    }

    private static BpfObject Compile(string text, string source)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(source, ScriptOptions.Parse, path: "script.cs", encoding: System.Text.Encoding.UTF8);
        CSharpCompilation compilation = CSharpCompilation.Create("script", [tree], References.All, ScriptOptions.Compilation);
        using MemoryStream image = new(), symbols = new();
        EmitResult result = compilation.Emit(image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        if (!result.Success)
        {
            Microsoft.CodeAnalysis.Diagnostic first = result.Diagnostics.First(d => d.Severity == DiagnosticSeverity.Error);
            throw new InvalidOperationException($"The code made of the expression does not compile, which is a fault of Waggle: {first}\n{source}");
        }

        image.Position = 0;
        Assembly assembly = new AssemblyLoadContext("script").LoadFromStream(image);
        try
        {
            return BpfCompiler.Compile(new CompilerOptions { Symbols = [new AssemblySymbols(assembly, [.. symbols.ToArray()])] }, assembly.GetType("Script")!);
        }
        catch (CompilationException error)
        {
            throw new TraceException(text, [.. error.Diagnostics.Select(d => Problem(text, d)).Distinct()]);
        }
    }

    // The debug information's places are the user's, by #line.
    private static TraceProblem Problem(string text, Compiler.Diagnostic diagnostic)
    {
        if (diagnostic.File != "-e") return new TraceProblem(diagnostic.Id, 0, 1, diagnostic.Message);
        int start = 0;
        for (int line = 1; line < diagnostic.Line; line++) start = text.IndexOf('\n', start) + 1;
        return new TraceProblem(diagnostic.Id, start + diagnostic.Column - 1, 1, diagnostic.Message);
    }
}
