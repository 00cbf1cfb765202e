using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Waggle.CSharp;

namespace Waggle.Compiler.KernelTests.RandomPrograms;

/// <summary>Program classes with random methods, compiled by the C# compiler.</summary>
internal static class RandomProgram
{
    internal const string ClassName = "Program";

    private static readonly CSharpCompilationOptions s_options =
        new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true);

    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p) is "System.Private.CoreLib.dll" or "System.Runtime.dll")
            .Append(typeof(BpfProgramAttribute).Assembly.Location)
            .Select(p => MetadataReference.CreateFromFile(p)),
    ];

    /// <summary>The source of a class with some methods.</summary>
    internal static string Source(IEnumerable<string> methods)
    {
        var text = new StringBuilder();
        text.AppendLine("using System.Runtime.CompilerServices;").AppendLine("using Waggle.CSharp;").AppendLine(RandomTypes.Declarations);
        text.AppendLine("[BpfProgram]").AppendLine($"public static class {ClassName}").AppendLine("{");
        text.AppendLine("    public static ulong s_result;").AppendLine("    public static Large s_state;").AppendLine("    public static ushort s_count;").AppendLine();
        foreach (string method in methods) text.Append(method).AppendLine();
        return text.Append('}').ToString();
    }

    /// <summary>Compiles it with the C# compiler.</summary>
    internal static Type Compile(string source)
    {
        var compilation = CSharpCompilation.Create($"Random{Guid.NewGuid():N}", [CSharpSyntaxTree.ParseText(source)], s_references, s_options);
        using var image = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(image);
        if (!result.Success)
        {
            IEnumerable<Microsoft.CodeAnalysis.Diagnostic> errors = result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error);
            throw new InvalidOperationException($"The generator wrote what is no C#: {string.Join(Environment.NewLine, errors.Take(5))}{Environment.NewLine}{source}");
        }

        return Assembly.Load(image.ToArray()).GetType(ClassName)!;
    }
}
