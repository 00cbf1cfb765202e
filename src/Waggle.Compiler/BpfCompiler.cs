using Waggle.Bpf.Objects;
using Waggle.Compiler.Backend;
using Waggle.Compiler.Diagnostics;
using Waggle.Compiler.Frontend;
using Waggle.Compiler.Ir;
using Waggle.Compiler.Output;
using Waggle.Compiler.Passes;
using Waggle.CSharp;

namespace Waggle.Compiler;

/// <summary>Compiles methods written in C# to BPF: from their IL, at run time or while building.</summary>
/// <remarks>Thread-safe: calls share nothing but computed layouts. The language is described at
/// <see cref="BpfProgramAttribute"/>; each rule that a program may break has an id that never changes.</remarks>
public static class BpfCompiler
{
    /// <summary>Compiles classes with <see cref="BpfProgramAttribute"/> into one object with default options.</summary>
    /// <param name="programClasses">The classes. Maps and globals of other classes are included where programs use them.</param>
    /// <returns>The object: programs, maps, data sections, BTF with functions and lines.</returns>
    /// <exception cref="CompilationException">A method does what a BPF program can't do; the exception carries every problem.</exception>
    public static BpfObject Compile(params ReadOnlySpan<Type> programClasses) => Compile(new CompilerOptions(), programClasses);

    /// <summary>Compiles classes with <see cref="BpfProgramAttribute"/> into one object.</summary>
    /// <param name="options">What the caller chooses.</param>
    /// <param name="programClasses">The classes. Maps and globals of other classes are included where programs use them.</param>
    /// <returns>The object: programs, maps, data sections, BTF with functions and lines.</returns>
    /// <exception cref="CompilationException">A method does what a BPF program can't do; the exception carries every problem.</exception>
    public static BpfObject Compile(CompilerOptions options, params ReadOnlySpan<Type> programClasses)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = new ProblemList();
        using var sources = new SourceMap();
        var declarations = new Declarations(problems, sources);
        var finder = new ProgramFinder(sources, problems);
        var programs = new List<ProgramSource>();
        foreach (Type type in programClasses)
        {
            programs.AddRange(finder.Find(type));
            declarations.AddClass(type);
        }

        var translator = new Translator(declarations, new MethodCache(), sources, problems);
        bool isV4 = options.Level >= InstructionSetLevel.V4;
        var context = new PassContext(problems, declarations.CompanionFor, isV4);
        var writer = new ObjectAssembly();
        var names = new Dictionary<string, ProgramSource>();
        foreach (ProgramSource program in programs)
        {
            SourcePosition start = sources.Find(program.Method, 0);
            if (!names.TryAdd(program.Method.Name, program))
                problems.Add(Rules.DuplicateProgram, start, program.Method.Name, Translator.Name(names[program.Method.Name].Method), Translator.Name(program.Method));
            int known = problems.Problems.Count;
            Function function = Guard(program, () => translator.Translate(program));
            if (problems.Problems.Count > known) continue; // what was made of a broken method means nothing
            CompiledProgram? compiled = Guard(program, () =>
            {
                Pipeline.Run(function, context);
                return problems.Problems.Count > known ? null : CodeGenerator.Run(function, isV4, start, problems);
            });
            if (compiled is not null) writer.Add(program, compiled);
        }

        if (!problems.IsEmpty)
        {
            throw new CompilationException(
                [.. problems.Problems.Select(p => new Diagnostic(p.Rule.Id, p.Position.File, p.Position.Line, p.Position.Column, p.Message))]);
        }

        return writer.Write(declarations.Maps, declarations.Globals, declarations.SizeOfSection, options.License);
    }

    /// <summary>Says which program it was if the compiler itself fails.</summary>
    private static T Guard<T>(ProgramSource program, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception error) when (error is NullReferenceException or InvalidOperationException or ArgumentException
            or KeyNotFoundException or IndexOutOfRangeException or NotSupportedException or BadImageFormatException)
        {
            throw new InvalidOperationException($"The compiler failed at {Translator.Name(program.Method)}: this is a fault of the compiler, please report it.", error);
        }
    }
}
