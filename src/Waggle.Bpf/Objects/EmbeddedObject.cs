using System.Reflection;

namespace Waggle.Bpf.Objects;

/// <summary>Objects that a build has put into an assembly, one for each program class.</summary>
public static class EmbeddedObject
{
    /// <summary>Reads an object.</summary>
    /// <param name="assembly">The assembly that carries it.</param>
    /// <param name="name">Name of the resource: the class's full name and ".bpf.o".</param>
    /// <returns>The object, read anew each time: what is changed in it changes nobody else's.</returns>
    /// <exception cref="InvalidOperationException">The assembly has no such resource: it was built without the build step.</exception>
    /// <exception cref="ObjectFormatException">The resource is no object.</exception>
    public static BpfObject Read(Assembly assembly, string name)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        using Stream stream = assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException(
            $"{assembly.GetName().Name} carries no object '{name}'. Its project needs Waggle.Build, which compiles program classes when it is built.");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return ObjectReader.Read(bytes);
    }
}
