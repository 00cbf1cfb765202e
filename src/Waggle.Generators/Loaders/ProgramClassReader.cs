using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Waggle.Generators.Loaders;

/// <summary>Reads what a loader needs from the compiler's symbols.</summary>
/// <remarks>Which fields are maps and variables, and what they are called in the object, is as <c>Declarations</c> of Waggle.Compiler has it.</remarks>
internal static class ProgramClassReader
{
    private const string Hook = "Waggle.CSharp.HookAttribute", MapKind = "Waggle.CSharp.MapKindAttribute";

    /// <summary>Describes a class; null if it can't have a loader: it, or a class around it, is not partial or is generic.</summary>
    public static ProgramClass? Read(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var declarations = ImmutableArray.CreateBuilder<string>();
        for (INamedTypeSymbol? each = type; each is not null; each = each.ContainingType)
        {
            if (each.IsGenericType || each.TypeKind != TypeKind.Class || each.IsRecord || !IsPartial(each, cancellation)) return null;
            declarations.Insert(0, $"partial class {Escape(each.Name)}");
        }

        var programs = ImmutableArray.CreateBuilder<ProgramMember>();
        var maps = ImmutableArray.CreateBuilder<MapMember>();
        var globals = ImmutableArray.CreateBuilder<GlobalMember>();
        foreach (ISymbol member in type.GetMembers())
        {
            cancellation.ThrowIfCancellationRequested();
            if (member is IMethodSymbol { IsStatic: true } method && method.GetAttributes().Any(a => IsA(a.AttributeClass, Hook)))
                programs.Add(new ProgramMember(Escape(method.Name), method.Name));
            else if (member is IFieldSymbol { IsStatic: true, IsConst: false } field) Add(field, maps, globals);
        }

        string space = type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString();
        string resource = type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat) + ".bpf.o";
        return new ProgramClass(space, new(declarations.ToImmutable()), resource, new(programs.ToImmutable()), new(maps.ToImmutable()), new(globals.ToImmutable()));
    }

    private static void Add(IFieldSymbol field, ImmutableArray<MapMember>.Builder maps, ImmutableArray<GlobalMember>.Builder globals)
    {
        string name = PlainName(field);
        string property = Escape(char.ToUpperInvariant(name[0]) + name.Substring(1));
        if (field.Type.GetAttributes().FirstOrDefault(a => IsA(a.AttributeClass, MapKind)) is { } kind)
        {
            (ITypeSymbol? key, ITypeSymbol? value) = Contents(kind, ((INamedTypeSymbol)field.Type).TypeArguments);
            string? visibility = Visibility(key, value);
            int number = kind.ConstructorArguments.FirstOrDefault().Value is int constant ? constant : 0;
            (string view, string make) = MapViews.Of(visibility is null ? 0 : number, name, key, value);
            maps.Add(new MapMember(property, name, visibility ?? "public", view, make));
        }
        else if (field.Type is { IsUnmanagedType: true, TypeKind: not TypeKind.Pointer and not TypeKind.FunctionPointer } && Visibility(field.Type) is { } visibility)
        {
            string type = field.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
            globals.Add(new GlobalMember(property, name, visibility, type, field.IsReadOnly));
        }
    }

    private static string PlainName(IFieldSymbol field)
    {
        string name = field.AssociatedSymbol?.Name ?? field.Name; // an auto-property's field
        return name.StartsWith("s_", StringComparison.Ordinal) && name.Length > 2 ? name.Substring(2) : name;
    }

    /// <summary>Types of key and value, by the rules that MapKindAttribute states.</summary>
    private static (ITypeSymbol? Key, ITypeSymbol? Value) Contents(AttributeData kind, ImmutableArray<ITypeSymbol> arguments)
    {
        ITypeSymbol? key = Named(kind, "Key"), value = Named(kind, "Value");
        if (arguments.LastOrDefault()?.GetAttributes().Any(a => IsA(a.AttributeClass, MapKind)) == true) // a map of maps
            return (arguments.Length == 2 ? arguments[0] : key ?? UInt32(kind), value);
        if (arguments.Length == 2) (key, value) = (arguments[0], arguments[1]);
        else if (arguments.Length == 1 && value is null) value = arguments[0];
        else if (arguments.Length == 1) key = arguments[0];
        if (key is { SpecialType: SpecialType.System_Void }) return (null, value);
        return (key ?? (value is null ? null : UInt32(kind)), value);
    }

    private static ITypeSymbol? Named(AttributeData kind, string name) =>
        kind.NamedArguments.FirstOrDefault(a => a.Key == name).Value.Value as ITypeSymbol;

    // MapKindAttribute.Entries is a uint: the one type of the core library that is at hand.
    private static ITypeSymbol? UInt32(AttributeData kind) =>
        kind.AttributeClass!.GetMembers("Entries").OfType<IPropertySymbol>().FirstOrDefault()?.Type;

    /// <summary>What a property of these types can be; null if it can't be seen outside of the class.</summary>
    private static string? Visibility(params ITypeSymbol?[] types)
    {
        string visibility = "public";
        foreach (ITypeSymbol? type in types)
        {
            for (ITypeSymbol? each = type; each is not null; each = each.ContainingType)
            {
                if (each is INamedTypeSymbol { TypeArguments: var arguments } && Visibility([.. arguments]) is var inner and not "public")
                {
                    if (inner is null) return null;
                    visibility = "internal";
                }

                switch (each.DeclaredAccessibility)
                {
                    case Accessibility.Public or Accessibility.NotApplicable: break;
                    case Accessibility.Internal or Accessibility.ProtectedOrInternal: visibility = "internal"; break;
                    default: return null;
                }
            }
        }

        return visibility;
    }

    private static bool IsA(INamedTypeSymbol? type, string name)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.ToDisplayString() == name) return true;
        }

        return false;
    }

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellation) => type.DeclaringSyntaxReferences
        .Any(r => r.GetSyntax(cancellation) is ClassDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
}
