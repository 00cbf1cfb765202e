using Waggle.Bpf.Objects;
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
        using var compilation = new Compilation(options);
        return compilation.Run(programClasses);
    }
}
