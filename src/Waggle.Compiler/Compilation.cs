using Waggle.Bpf.Objects;
using Waggle.Compiler.Backend;
using Waggle.Compiler.Diagnostics;
using Waggle.Compiler.Frontend;
using Waggle.Compiler.Ir;
using Waggle.Compiler.Output;
using Waggle.Compiler.Passes;

namespace Waggle.Compiler;

/// <summary>One run of the compiler: from program classes to an object.</summary>
internal sealed class Compilation : IDisposable
{
    private readonly CompilerOptions _options;
    private readonly Target _target;
    private readonly ProblemList _problems = new();
    private readonly SourceMap _sources;
    private readonly Declarations _declarations;
    private readonly Translator _translator;
    private readonly PassContext _context;
    private readonly Dictionary<IrFunction, CompiledFunction> _functions = [];

    internal Compilation(CompilerOptions options)
    {
        _options = options;
        _sources = new SourceMap(assembly => options.Symbols.FirstOrDefault(s => s.Assembly == assembly)?.PortablePdb);
        _target = new Target(
            HasLess: options.Level >= InstructionSetLevel.V2,
            HasNarrowJumps: options.Level >= InstructionSetLevel.V3,
            HasSigned: options.Level >= InstructionSetLevel.V4);
        _declarations = new Declarations(_problems, _sources);
        _translator = new Translator(_declarations, new MethodCache(), _sources, _problems);
        _context = new PassContext(_problems, _declarations.CompanionFor, _target.HasSigned);
    }

    internal BpfObject Run(ReadOnlySpan<Type> programClasses)
    {
        var finder = new ProgramFinder(_sources, _problems);
        var programs = new List<ProgramSource>();
        var operations = new List<IrOperations>();
        foreach (Type type in programClasses)
        {
            operations.AddRange(OperationFinder.Find(type));
            programs.AddRange(finder.Find(type));
            _declarations.AddClass(type);
        }

        var assembly = new ObjectAssembly(_options.SourceRoot);
        var graph = new CallGraph(_functions, _problems);
        var names = new Dictionary<string, ProgramSource>();
        foreach (ProgramSource program in programs)
        {
            SourcePosition start = _sources.Find(program.Method, 0);
            if (!names.TryAdd(program.Method.Name, program))
                _problems.Add(Rules.DuplicateProgram, start, program.Method.Name, Translator.Name(names[program.Method.Name].Method), Translator.Name(program.Method));
            if (Compile(program.Method, () => _translator.Translate(program)) is not { } entry || !CompileCallees(entry)) continue;
            List<IrFunction> functions = graph.FunctionsOf(program, entry, start);
            if (_problems.IsEmpty) assembly.Add(program, entry, [.. functions.Select(f => (f, _functions[f]))]);
        }

        if (!_problems.IsEmpty)
        {
            throw new CompilationException(
                [.. _problems.Problems.Select(p => new Diagnostic(p.Rule.Id, p.Position.File, p.Position.Line, p.Position.Column, p.Message))]);
        }

        return assembly.Write(_declarations.Maps, operations, _declarations.Globals, _declarations.SizeOfSection, _options.License);
    }

    public void Dispose() => _sources.Dispose();

    /// <summary>Compiles the functions that are called, and those that these call.</summary>
    /// <returns>Whether all could be.</returns>
    private bool CompileCallees(CompiledFunction caller)
    {
        bool isComplete = true;
        foreach (IrFunction function in caller.Callees)
        {
            if (_functions.ContainsKey(function)) continue;
            if (Compile(function.Method, () => _translator.Translate(function)) is not { } compiled)
            {
                isComplete = false;
                continue;
            }

            _functions.Add(function, compiled);
            isComplete &= CompileCallees(compiled);
        }

        return isComplete;
    }

    private CompiledFunction? Compile(System.Reflection.MethodBase method, Func<Function> translate)
    {
        int known = _problems.Problems.Count;
        Function function = Guard(method, translate);
        if (_problems.Problems.Count > known) return null; // what was made of a broken method means nothing
        return Guard(method, () =>
        {
            Pipeline.Run(function, _context);
            return _problems.Problems.Count > known ? null : CodeGenerator.Run(function, _target, _sources.Find(method, 0), _problems);
        });
    }

    /// <summary>Says which method it was if the compiler itself fails.</summary>
    private static T Guard<T>(System.Reflection.MethodBase method, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception error) when (error is NullReferenceException or InvalidOperationException or ArgumentException
            or KeyNotFoundException or IndexOutOfRangeException or NotSupportedException or BadImageFormatException)
        {
            throw new InvalidOperationException($"The compiler failed at {Translator.Name(method)}: this is a fault of the compiler, please report it.", error);
        }
    }
}
