using System.Runtime.InteropServices;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;

namespace Waggle.Agent.Sessions;

/// <summary>Sets read-only global variables of an object before it is loaded: the verifier then treats them as constants.</summary>
internal static class ReadOnlyGlobals
{
    private const string Section = ".rodata";

    /// <summary>Sets a variable.</summary>
    /// <exception cref="ArgumentException">The object has no such variable of this size.</exception>
    public static void Set<T>(BpfObject programs, string name, T value) where T : unmanaged
    {
        MapSpec? map = programs.Maps.FirstOrDefault(m => m.Name == Section);
        if (map?.InitialValue is null || programs.Btf is not { } btf || btf[map.ValueTypeId] is not BtfDataSection section)
            throw new ArgumentException($"The object has no read-only variables with types, so none is named '{name}'.", nameof(name));

        foreach (BtfSectionVariable variable in section.Variables)
        {
            if (btf[variable.VariableId].Name != name || variable.SizeInBytes != Marshal.SizeOf<T>()) continue;
            MemoryMarshal.Write(map.InitialValue.AsSpan((int)variable.Offset), in value);
            return;
        }

        throw new ArgumentException($"The object has no read-only variable '{name}' of {Marshal.SizeOf<T>()} bytes.", nameof(name));
    }
}
