using System.Reflection;
using Waggle.Compiler.Ir;
using Waggle.CSharp;

namespace Waggle.Compiler.Frontend;

/// <summary>Finds the structs of operations that a class implements: by interfaces with <see cref="StructOpsAttribute"/>.</summary>
internal static class OperationFinder
{
    private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    internal static IEnumerable<IrOperations> Find(Type type)
    {
        foreach (Type face in type.GetInterfaces().OrderBy(f => f.MetadataToken))
        {
            if (face.GetCustomAttribute<StructOpsAttribute>() is not { } declaration) continue;
            InterfaceMapping map = type.GetInterfaceMap(face);
            var members = new List<IrOperation>();
            foreach (MethodInfo method in face.GetMethods(Static).OrderBy(m => m.MetadataToken))
            {
                MethodInfo implementation = map.TargetMethods[Array.IndexOf(map.InterfaceMethods, method)];
                if (implementation.DeclaringType == face) continue; // left to the kernel
                if (method.GetCustomAttribute<OperationAttribute>() is { } name) members.Add(new IrOperation(name, implementation, true));
                else if (PropertyOf(face, method)?.GetCustomAttribute<OperationAttribute>() is { } value) members.Add(new IrOperation(value, implementation, false));
            }

            yield return new IrOperations(type, declaration, members);
        }
    }

    private static PropertyInfo? PropertyOf(Type face, MethodInfo getter) => Array.Find(face.GetProperties(Static), p => p.GetMethod == getter);
}
