using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Waggle.Trace.Hooks;
using Waggle.Trace.Problems;
using Waggle.Trace.Syntax;

namespace Waggle.Trace.Generation;

/// <summary>The first compilation: the user's statements as they stand, with stand-ins for maps. It finds what is wrong with them, and tells
/// the types of keys and values, which the second compilation declares.</summary>
internal sealed class Draft
{
    internal const string Usings = """
        using System;
        using System.Runtime.CompilerServices;
        using Waggle.CSharp;
        using Waggle.Trace.Language;
        using static Waggle.Trace.Language.Builtins;

        """;

    private readonly string _text;
    private readonly List<(int Source, int User, int Length)> _pieces = []; // where the user's text is in the source
    private readonly string _declarations;
    private SemanticModel? _model;
    private Task<ImmutableArray<Diagnostic>> _errors = Task.FromResult(ImmutableArray<Diagnostic>.Empty);

    private Draft(string text, ImmutableArray<ScriptProgram> programs, KernelFacts kernel)
    {
        _text = text;
        Programs = programs;
        Tree = CSharpSyntaxTree.ParseText(Source(programs), ScriptOptions.Parse);
        Names = Tree.GetRoot().DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken)).Select(t => t.ValueText).ToHashSet();
        Views = new KernelViews(() => kernel.Types, Names);
        Arguments = new HookArguments(kernel, Views, Names);
        foreach (CastExpressionSyntax cast in Tree.GetRoot().DescendantNodes().OfType<CastExpressionSyntax>())
        {
            if (cast.Type is IdentifierNameSyntax name) Views.TryAdd(name.Identifier.ValueText);
        }

        StringBuilder structs = new();
        foreach (ScriptProgram program in programs) Arguments.WriteStruct(structs, program.Hook, program.Number);
        Headers = [.. programs.Select(p => Arguments.Header(p.Hook, p.Number))]; // results may be of types that are to be written, too
        Views.Write(structs);
        _declarations = structs.ToString();
    }

    internal ImmutableArray<ScriptProgram> Programs { get; }

    internal SyntaxTree Tree { get; private set; }

    /// <summary>All identifiers of the user's text.</summary>
    internal HashSet<string> Names { get; }

    internal KernelViews Views { get; }

    internal HookArguments Arguments { get; }

    internal ImmutableArray<(string Attribute, string Parameters, string Declarations)> Headers { get; private set; }

    /// <summary>Structs of arguments and of the kernel.</summary>
    internal string Declarations => _declarations;

    internal SemanticModel Model => _model!;

    /// <summary>Compiles the statements until the types of all maps are known. Errors of C# are told by <see cref="ThrowIfWrong"/>.</summary>
    /// <exception cref="TraceException">Maps or hooks are used as they can't be.</exception>
    internal static Draft Compile(string text, ImmutableArray<ScriptProgram> programs, KernelFacts kernel, out ImmutableArray<ScriptMap> maps)
    {
        Draft draft = new(text, programs, kernel);
        draft.Tree = CSharpSyntaxTree.ParseText(draft.Source(programs, draft.Headers), ScriptOptions.Parse);
        maps = MapUses.Find(draft);
        CSharpCompilation compilation = CSharpCompilation.Create("draft", [draft.Tree], References.All, ScriptOptions.Compilation);
        SyntaxTree? declarations = null;
        for (int round = 0; ; round++)
        {
            SyntaxTree next = CSharpSyntaxTree.ParseText(draft.Declare(maps), ScriptOptions.Parse);
            compilation = declarations is null ? compilation.AddSyntaxTrees(next) : compilation.ReplaceSyntaxTree(declarations, next);
            declarations = next;
            draft._model = compilation.GetSemanticModel(draft.Tree);
            ImmutableArray<ScriptMap> typed = MapUses.Type(draft, maps);
            bool isStable = typed.Select(m => m.Value).SequenceEqual(maps.Select(m => m.Value));
            maps = typed;
            if (isStable || round == maps.Length) break;
        }

        // Checked on another core while the program is written and compiled: nearly all expressions have no errors.
        draft._errors = Task.Run(() => compilation.GetDiagnostics().Where(static d => d.Severity == DiagnosticSeverity.Error).ToImmutableArray());
        return draft;
    }

    /// <summary>Waits for the check of the user's text.</summary>
    /// <exception cref="TraceException">It has errors.</exception>
    internal void ThrowIfWrong()
    {
        ImmutableArray<Diagnostic> errors = _errors.GetAwaiter().GetResult();
        if (!errors.IsEmpty) throw Explain(errors);
    }

    /// <summary>Where a node is in the user's text.</summary>
    internal TraceException Wrong(SyntaxNode node, string message)
    {
        (int start, int length) = UserSpan(node.Span.Start, node.Span.Length);
        return new TraceException(_text, start, length, message);
    }

    /// <summary>Line and column in the user's text, from 1, of a place in the source.</summary>
    internal (int Line, int Column) UserPlace(int source)
    {
        int start = UserSpan(source, 0).Start;
        int line = _text.AsSpan(0, start).Count('\n');
        return (line + 1, start - (start == 0 ? 0 : _text.LastIndexOf('\n', start - 1) + 1) + 1);
    }

    private (int Start, int Length) UserSpan(int source, int length)
    {
        foreach ((int from, int user, int size) in _pieces)
        {
            if (source >= from && source <= from + size) return (user + source - from, Math.Max(1, Math.Min(length, from + size - source)));
        }

        (int Source, int User, int Length) before = _pieces.LastOrDefault(p => p.Source <= source);
        return (before.User + before.Length, 1);
    }

    private string Source(ImmutableArray<ScriptProgram> programs, ImmutableArray<(string Attribute, string Parameters, string Declarations)> headers = default)
    {
        _pieces.Clear();
        StringBuilder source = new(Usings);
        source.Append("using static Waggle.Trace.Language.Drafts;\npublic static partial class Script\n{\n");
        for (int i = 0; i < programs.Length; i++)
        {
            var header = headers.IsDefault ? default : headers[i];
            source.Append(CultureInfo.InvariantCulture, $"static void P{i}({header.Parameters})\n{{\n{header.Declarations}");
            Clause clause = programs[i].Clause;
            if (clause.Condition is { } condition)
            {
                source.Append("if (!(");
                Append(source, condition);
                source.Append(")) return;\n");
            }

            Append(source, clause.Body);
            source.Append(clause.Body.Text.StartsWith('{') ? "\n}\n" : ";\n}\n");
        }

        return source.Append("}\n").ToString();
    }

    private void Append(StringBuilder source, Fragment piece)
    {
        _pieces.Add((source.Length, piece.Start, piece.Text.Length));
        source.Append(piece.Text);
    }

    private string Declare(ImmutableArray<ScriptMap> maps)
    {
        StringBuilder source = new(Usings);
        source.Append("public static partial class Script\n{\n");
        foreach (ScriptMap map in maps)
        {
            string held = map.Kind == MapKind.Scalar ? map.Value.Type : nameof(Language.Aggregation);
            string type = MapUses.IsKeyed(this, map.Name) ? $"DraftMap<{held}>" : held;
            source.Append(CultureInfo.InvariantCulture, $"static {type} {map.Identifier};\n");
        }

        return source.Append("}\n").Append(_declarations).ToString();
    }

    private TraceException Explain(ImmutableArray<Diagnostic> errors)
    {
        var problems = errors.Where(e => e.Location.SourceTree == Tree).Select(e =>
        {
            (int start, int length) = UserSpan(e.Location.SourceSpan.Start, e.Location.SourceSpan.Length);
            return new TraceProblem(e.Id, start, length, Message(e));
        }).Distinct().OrderBy(p => p.Start).ToImmutableArray();
        return problems.IsEmpty
            ? throw new InvalidOperationException($"The code made of the expression does not compile, which is a fault of Waggle: {errors[0]}")
            : new TraceException(_text, problems);
    }

    // What C# says of types that the user never saw is said in the user's words.
    private string Message(Diagnostic error)
    {
        string message = error.GetMessage(CultureInfo.InvariantCulture);
        SyntaxNode? node = Tree.GetRoot().FindNode(error.Location.SourceSpan);
        if (error.Id == "CS1061" && node?.Parent is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "args" } } && HookAt(error) is { } hook)
        {
            ImmutableArray<string> names = Arguments.Names(hook);
            return $"{hook} has no argument '{node}'; it has {(names.IsEmpty ? "none that are known" : string.Join(", ", names))}.";
        }

        if (error.Id == "CS1061" && node?.Parent is MemberAccessExpressionSyntax access && Model.GetTypeInfo(access.Expression).Type is { ContainingNamespace.IsGlobalNamespace: true } type)
            return $"The kernel's struct {type.Name} has no member '{node}'.";
        if (error.Id == "CS0103" && node?.ToString() is "args" or "arg0" or "retval" && HookAt(error) is { } place)
            return $"{place} has no '{node}': {(node.ToString() == "retval" ? "only returns of functions have one (kretprobe, fexit, uretprobe)" : "the kernel's types do not tell its arguments")}.";
        return message;
    }

    private Hook? HookAt(Diagnostic error)
    {
        string? method = Tree.GetRoot().FindNode(error.Location.SourceSpan).FirstAncestorOrSelf<MethodDeclarationSyntax>()?.Identifier.ValueText;
        return method is null ? null : Programs[int.Parse(method.AsSpan(1), CultureInfo.InvariantCulture)].Hook;
    }
}
