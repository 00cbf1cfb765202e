using System.Collections.Immutable;
using System.Reflection;
using Waggle.Bpf.Objects;
using Waggle.Compiler;
using Waggle.CSharp;

namespace Waggle.Build;

/// <summary>Compiles the program classes of an assembly that was built: one object a class.</summary>
/// <remarks>Static initialisers of program classes run in this process, as they do when a program is compiled at run time:
/// they say how large maps are and what globals hold. Compile what you would run.</remarks>
public static class AssemblyCompiler
{
    /// <summary>Compiles each class with <see cref="BpfProgramAttribute"/>.</summary>
    /// <param name="path">The assembly. What it needs is found by its <c>.deps.json</c> or beside it; its portable PDB gives source lines.</param>
    /// <param name="options">What the caller chooses.</param>
    /// <returns>The classes in order of name, independent of the machine; none if the assembly has no program class.</returns>
    /// <exception cref="CompilationException">Classes do what BPF programs can't do; the exception carries the problems of all of them.</exception>
    /// <exception cref="AssemblyException">The file is no assembly, or something that a class needs can't be loaded.</exception>
    /// <exception cref="IOException">The file is not there or can't be read.</exception>
    public static ImmutableArray<CompiledClass> Compile(string path, CompilerOptions options) => Compile(path, options, references: []);

    /// <summary>Compiles each class with <see cref="BpfProgramAttribute"/> of an assembly that lies apart from what it needs, as a build's first pass does.</summary>
    /// <param name="path">The assembly. Its portable PDB gives source lines.</param>
    /// <param name="options">What the caller chooses.</param>
    /// <param name="references">Paths of assemblies that it may need: those with code in them, no reference assemblies.</param>
    /// <returns>The classes in order of name, independent of the machine; none if the assembly has no program class.</returns>
    /// <exception cref="CompilationException">Classes do what BPF programs can't do; the exception carries the problems of all of them.</exception>
    /// <exception cref="AssemblyException">The file is no assembly, or something that a class needs can't be loaded.</exception>
    /// <exception cref="IOException">The file is not there or can't be read.</exception>
    public static ImmutableArray<CompiledClass> Compile(string path, CompilerOptions options, ImmutableArray<string> references)
    {
        ArgumentNullException.ThrowIfNull(options);
        path = Path.GetFullPath(path);
        string[] names = ProgramClasses.Find(path);
        if (names.Length == 0) return [];
        ProgramLoadContext context = new(path, references);
        try
        {
            return Compile(context.LoadFromAssemblyPath(path), names, options);
        }
        catch (Exception e) when (e is FileNotFoundException or FileLoadException or BadImageFormatException or TypeLoadException or TypeInitializationException)
        {
            Exception cause = e is TypeInitializationException { InnerException: { } inner } ? inner : e;
            throw new AssemblyException($"{path} can't be compiled to BPF: {cause.Message}", e);
        }
        finally
        {
            context.Unload();
        }
    }

    private static ImmutableArray<CompiledClass> Compile(Assembly assembly, string[] names, CompilerOptions options)
    {
        List<CompiledClass> compiled = [];
        List<Diagnostic> problems = [];
        foreach (string name in names)
        {
            Type type = assembly.GetType(name, throwOnError: true)!;
            try
            {
                BpfObject obj = BpfCompiler.Compile(options, type);
                compiled.Add(new CompiledClass(name.Replace('+', '.'), obj));
            }
            catch (CompilationException error)
            {
                problems.AddRange(error.Diagnostics);
            }
        }

        // A method that two classes call is complained about once.
        return problems.Count == 0 ? [.. compiled] : throw new CompilationException([.. problems.Distinct()]);
    }
}
