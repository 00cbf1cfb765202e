using System.Collections.Immutable;
using Waggle.Compiler;
using Waggle.Verifier.Kernels;

namespace Waggle.Build;

/// <summary>The folder that holds a project's objects between builds.</summary>
internal static class ObjectFolder
{
    /// <summary>Compiles an assembly's classes, has them verified if that is asked for, and makes the folder hold their objects and no others.</summary>
    /// <exception cref="CompilationException">A class can't be compiled, or a kernel rejects a program. The folder is as it was.</exception>
    /// <exception cref="AssemblyException">The assembly, or something that it needs, can't be read.</exception>
    /// <exception cref="IOException">A file can't be read or written.</exception>
    public static void Write(BuildArguments arguments)
    {
        CompilerOptions options = new() { Level = arguments.Level, SourceRoot = arguments.Root };
        ImmutableArray<CompiledClass> classes = AssemblyCompiler.Compile(arguments.Assembly, options, arguments.References);
        if (!arguments.Kernels.IsEmpty) Verify(classes, arguments);
        Directory.CreateDirectory(arguments.Directory);
        HashSet<string> written = [];
        foreach (CompiledClass each in classes)
        {
            string file = Path.Combine(arguments.Directory, each.FileName);
            File.WriteAllBytes(file, each.ToBytes());
            written.Add(file);
        }

        foreach (string stale in Directory.GetFiles(arguments.Directory, "*.bpf.o"))
        {
            if (!written.Contains(stale)) File.Delete(stale);
        }
    }

    private static void Verify(ImmutableArray<CompiledClass> classes, BuildArguments arguments)
    {
        if (classes.IsEmpty) return;
        KernelCheck check = new(KernelCheck.ReadTypes(arguments.KernelTypes), arguments.Root);
        List<Diagnostic> problems = [];
        foreach (CompiledClass each in classes)
        {
            foreach (KernelVersion kernel in arguments.Kernels) problems.AddRange(check.Run(each, kernel));
        }

        if (problems.Count > 0) throw new CompilationException([.. problems]);
    }
}
