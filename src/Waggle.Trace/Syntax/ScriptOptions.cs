using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Waggle.Trace.Syntax;

/// <summary>The C# that expressions are written in.</summary>
internal static class ScriptOptions
{
    internal static CSharpParseOptions Parse { get; } = new(LanguageVersion.CSharp14, DocumentationMode.None);

    internal static CSharpCompilationOptions Compilation { get; } = new(
        OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, warningLevel: 0,
        nullableContextOptions: NullableContextOptions.Disable);
}
