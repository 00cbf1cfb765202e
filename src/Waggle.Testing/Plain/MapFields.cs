using System.Reflection;
using System.Runtime.CompilerServices;
using Waggle.CSharp;

namespace Waggle.Testing.Plain;

/// <summary>Names of the maps that static fields of program classes hold: as the object has them.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class MapFields
{
    private const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly Dictionary<object, string> _names = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Type> _seen = [];

    internal MapFields(IEnumerable<Type> classes)
    {
        foreach (Type type in classes) Add(type);
    }

    /// <summary>The name of a map; null if no static field of an assembly that the program is in holds it.</summary>
    internal string? NameOf(object map)
    {
        if (_names.TryGetValue(map, out string? name)) return name;
        // A map that belongs to another class: programs may share.
        foreach (Type type in _seen.Select(t => t.Assembly).Distinct().ToArray().Append(typeof(BpfHost).Assembly).SelectMany(a => a.GetTypes()))
        {
            if (!type.ContainsGenericParameters && DeclaresMap(type)) Add(type);
        }

        return _names.GetValueOrDefault(map);
    }

    private static bool DeclaresMap(Type type) => type.GetFields(Statics).Any(f => IsMap(f.FieldType));

    private static bool IsMap(Type type) => type.IsClass && type.IsDefined(typeof(MapKindAttribute), false);

    private void Add(Type type)
    {
        if (!_seen.Add(type)) return;
        RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        foreach (FieldInfo field in type.GetFields(Statics))
        {
            if (IsMap(field.FieldType) && field.GetValue(null) is { } map) Add(map, DeclaredNames.Of(field));
        }
    }

    private void Add(object map, string name)
    {
        if (!_names.TryAdd(map, name)) return;
        foreach (FieldInfo field in map.GetType().GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public))
        {
            if (IsMap(field.FieldType) && field.GetValue(map) is { } companion) Add(companion, DeclaredNames.OfCompanion(name, field));
        }
    }
}
