using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Waggle.CSharp;

namespace Waggle.Build;

/// <summary>Finds the program classes of an assembly in its metadata, without loading any: an application's other classes may need what is not there.</summary>
internal static class ProgramClasses
{
    /// <summary>Names by which reflection finds the classes, such as "Outer+Inner", in order.</summary>
    /// <exception cref="AssemblyException">The file is no .NET assembly.</exception>
    internal static string[] Find(string path)
    {
        try
        {
            using PEReader file = new(File.OpenRead(path));
            if (!file.HasMetadata) throw new AssemblyException($"{path} is no .NET assembly.");
            MetadataReader metadata = file.GetMetadataReader();
            string[] names = [.. metadata.TypeDefinitions.Where(t => IsProgramClass(metadata, t)).Select(t => NameOf(metadata, t))];
            Array.Sort(names, StringComparer.Ordinal);
            return names;
        }
        catch (BadImageFormatException error)
        {
            throw new AssemblyException($"{path} is no .NET assembly.", error);
        }
    }

    private static bool IsProgramClass(MetadataReader metadata, TypeDefinitionHandle type) =>
        metadata.GetTypeDefinition(type).GetCustomAttributes().Any(a => IsProgramAttribute(metadata, metadata.GetCustomAttribute(a)));

    // The attribute is always another assembly's: its constructor is a member reference.
    private static bool IsProgramAttribute(MetadataReader metadata, CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference) return false;
        EntityHandle parent = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
        if (parent.Kind != HandleKind.TypeReference) return false;
        TypeReference type = metadata.GetTypeReference((TypeReferenceHandle)parent);
        return metadata.StringComparer.Equals(type.Name, nameof(BpfProgramAttribute))
            && metadata.StringComparer.Equals(type.Namespace, typeof(BpfProgramAttribute).Namespace!);
    }

    private static string NameOf(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        TypeDefinition type = metadata.GetTypeDefinition(handle);
        string name = metadata.GetString(type.Name);
        if (!type.GetDeclaringType().IsNil) return $"{NameOf(metadata, type.GetDeclaringType())}+{name}";
        return type.Namespace.IsNil ? name : $"{metadata.GetString(type.Namespace)}.{name}";
    }
}
