using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Waggle.Generators.Loaders;

/// <summary>Makes a typed loader for each partial class with [BpfProgram], where Waggle.Linux is at hand.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class LoaderGenerator : IIncrementalGenerator
{
    /// <summary>Name of the step that reads classes, for tests of what is done again.</summary>
    public const string ClassesStep = "Classes";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<ProgramClass> classes = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                "Waggle.CSharp.BpfProgramAttribute",
                static (node, _) => node is ClassDeclarationSyntax,
                static (found, cancellation) => ProgramClassReader.Read((INamedTypeSymbol)found.TargetSymbol, cancellation))
            .Where(static c => c is not null)
            .Select(static (c, _) => c!)
            .WithTrackingName(ClassesStep);
        IncrementalValueProvider<bool> hasEngine = context.CompilationProvider
            .Select(static (c, _) => c.GetTypeByMetadataName("Waggle.Linux.LoadedProgram") is not null);
        context.RegisterSourceOutput(classes.Combine(hasEngine), static (output, found) =>
        {
            if (found.Right) output.AddSource($"{found.Left.FullName}.Loader.g.cs", LoaderWriter.Write(found.Left));
        });
    }
}
