using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.CSharp;

namespace Waggle.Testing.Plain;

/// <summary>The global variables of a program: static fields while it runs as plain C#, a data section between runs, as in the other engines.</summary>
internal sealed class GlobalFields
{
    private readonly List<(FieldInfo Field, LiveMap Map, int Offset, int Size)> _places = [];

    internal GlobalFields(IEnumerable<Type> classes, IReadOnlyDictionary<string, LiveMap> maps, Btf? types)
    {
        Dictionary<string, VariableSpec> variables = [];
        foreach (VariableSpec variable in VariableSpec.In(maps.Values.Select(m => m.Spec), types)) variables.TryAdd(variable.Name, variable);
        const BindingFlags statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        foreach (FieldInfo field in classes.SelectMany(c => c.GetFields(statics)))
        {
            // Fields that are read only are constants to the runtime too: they can't be set, and are what they were when the class was compiled.
            if (field.IsInitOnly || field.IsLiteral || !field.FieldType.IsValueType) continue;
            if (variables.TryGetValue(DeclaredNames.Of(field), out VariableSpec? variable))
                _places.Add((field, maps[variable.Map.Name], variable.Offset, variable.SizeInBytes));
        }
    }

    /// <summary>Puts the fields aside and gives them the data sections' values.</summary>
    /// <returns>What they were.</returns>
    internal object?[] Enter()
    {
        object?[] before = [.. _places.Select(p => p.Field.GetValue(null))];
        Dictionary<LiveMap, byte[]> sections = [];
        foreach ((FieldInfo field, LiveMap map, int offset, int size) in _places)
        {
            byte[] section = sections.TryGetValue(map, out byte[]? known) ? known : sections[map] = Read(map);
            object boxed = RuntimeHelpers.GetUninitializedObject(field.FieldType);
            section.AsSpan(offset, size).CopyTo(Bytes(boxed, size));
            field.SetValue(null, boxed);
        }

        return before;
    }

    /// <summary>Takes the fields' values into the data sections, and gives the fields back what they were.</summary>
    internal void Leave(object?[] before)
    {
        Dictionary<LiveMap, byte[]> sections = [];
        for (int i = 0; i < _places.Count; i++)
        {
            (FieldInfo field, LiveMap map, int offset, int size) = _places[i];
            byte[] section = sections.TryGetValue(map, out byte[]? known) ? known : sections[map] = Read(map);
            Bytes(field.GetValue(null)!, size).CopyTo(section.AsSpan(offset, size));
            field.SetValue(null, before[i]);
        }

        Span<byte> first = stackalloc byte[sizeof(uint)];
        foreach ((LiveMap map, byte[] section) in sections) map.Update(first, section);
    }

    private static byte[] Read(LiveMap map)
    {
        byte[] section = new byte[map.ValueSizeInBytes];
        return map.TryLookup(stackalloc byte[sizeof(uint)], section)
            ? section
            : throw new BpfMapException("read global variables", map.ToString(), Errno.NoEntry, "The data section has no value.");
    }

    private static Span<byte> Bytes(object boxed, int size) => MemoryMarshal.CreateSpan(ref Unsafe.As<Box>(boxed).First, size);

    /// <summary>A boxed value: its bytes are where an object's first field is.</summary>
    private sealed class Box
    {
        public byte First;
    }
}
