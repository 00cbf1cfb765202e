using System.Reflection;
using Waggle.Bpf.Catalog;
using Waggle.Compiler.Diagnostics;
using Waggle.Compiler.Ir;
using Waggle.Compiler.Layout;
using Waggle.CSharp;

namespace Waggle.Compiler.Frontend;

/// <summary>The maps and global variables of an object, found by field.</summary>
internal sealed class Declarations(ProblemList problems, SourceMap sources)
{
    private const uint RingBytes = 256 * 1024; // what MaxBytesAttribute promises

    private readonly Dictionary<(Type, int), IrMap> _maps = [];
    private readonly Dictionary<(IrMap, int), IrMap> _companions = [];
    private readonly Dictionary<(Type, int), IrGlobal> _globals = [];
    private readonly Dictionary<string, IrMap> _mapNames = [];
    private readonly Dictionary<string, int> _sectionSizes = [];
    private readonly List<IrMap> _mapList = [];
    private readonly List<IrGlobal> _globalList = [];

    internal IReadOnlyList<IrMap> Maps => _mapList;

    internal IReadOnlyList<IrGlobal> Globals => _globalList;

    internal int SizeOfSection(string section) => _sectionSizes.GetValueOrDefault(section);

    /// <summary>Declares all static fields of a program's class that are maps or variables.</summary>
    internal void AddClass(Type type)
    {
        const BindingFlags statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        FieldInfo[] fields = type.GetFields(statics);
        Array.Sort(fields, (a, b) => a.MetadataToken.CompareTo(b.MetadataToken));
        foreach (FieldInfo field in fields)
        {
            if (field.IsLiteral || field.Name.StartsWith('<') && !field.Name.EndsWith("__BackingField", StringComparison.Ordinal)) continue;
            if (IsMap(field.FieldType)) MapFor(field);
            else if (field.FieldType.IsValueType) GlobalFor(field);
        }
    }

    internal static bool IsMap(Type type) => type.IsClass && type.IsDefined(typeof(MapKindAttribute), false);

    internal IrMap MapFor(FieldInfo field)
    {
        (Type, int) key = (field.DeclaringType!, field.MetadataToken);
        if (_maps.TryGetValue(key, out IrMap? map)) return map;
        map = Create(DeclaredNames.Of(field), field, field);
        _maps[key] = map;
        return map;
    }

    /// <summary>The map in a field of another map's class.</summary>
    internal IrMap CompanionFor(IrMap owner, FieldInfo field)
    {
        (IrMap, int) key = (owner, field.MetadataToken);
        if (_companions.TryGetValue(key, out IrMap? map)) return map;
        map = Create(DeclaredNames.OfCompanion(owner.Name, field), field, owner.Field);
        _companions[key] = map;
        return map;
    }

    internal IrGlobal GlobalFor(FieldInfo field)
    {
        (Type, int) key = (field.DeclaringType!, field.MetadataToken);
        if (_globals.TryGetValue(key, out IrGlobal? global)) return global;
        string section = field.IsInitOnly ? ".rodata" : ".data";
        TypeLayout layout = Layouts.Of(field.FieldType);
        int offset = Layouts.Align(SizeOfSection(section), Math.Max(layout.Alignment, Math.Min(8, layout.Size >= 8 ? 8 : 1)));
        _sectionSizes[section] = offset + layout.Size;
        global = new IrGlobal(field, section, DeclaredNames.Of(field), layout, offset);
        _globals[key] = global;
        _globalList.Add(global);
        return global;
    }

    /// <summary>Where a field is given its value, which is as near as debug information comes to where it is declared.</summary>
    internal SourcePosition PositionOf(FieldInfo field)
    {
        if (field.DeclaringType!.TypeInitializer is { } initializer && initializer.GetMethodBody() is { } body)
        {
            foreach (IlInstruction instruction in new MethodCode(initializer, body).Instructions)
            {
                if (instruction.Code == System.Reflection.Metadata.ILOpCode.Stsfld && (int)instruction.Operand == field.MetadataToken)
                    return sources.Find(initializer, instruction.Offset);
            }
        }

        return new SourcePosition($"{field.DeclaringType.FullName}.{field.Name}", 0, 0);
    }

    private IrMap Create(string name, FieldInfo field, FieldInfo declared)
    {
        MapKindAttribute kind = field.FieldType.GetCustomAttribute<MapKindAttribute>()!;
        MapOptionsAttribute options = field.GetCustomAttribute<MapOptionsAttribute>() ?? new MapOptionsAttribute();
        (Type? key, Type? value) = Contents(kind, field.FieldType.GetGenericArguments());
        uint entries = kind.Type is MapType.RingBuffer or MapType.UserRingBuffer
            ? field.GetCustomAttribute<MaxBytesAttribute>()?.Bytes ?? RingBytes
            : field.GetCustomAttribute<MaxEntriesAttribute>()?.Count ?? kind.Entries;
        var map = new IrMap(name, kind.Type, field, key, value, entries)
        {
            Flags = kind.Flags | options.Flags,
            IsPinned = options.IsPinned,
            Inner = kind.Type is MapType.ArrayOfMaps or MapType.HashOfMaps ? InnerOf(name, field, declared) : null,
        };
        if (!_mapNames.TryAdd(name, map))
        {
            IrMap other = _mapNames[name];
            problems.Add(Rules.DuplicateMap, PositionOf(declared), name, Full(other.Field), Full(field));
            return map;
        }

        // Its companions too, used or not: the host side reads them.
        _mapList.Add(map);
        if (key is not null) CheckPadding(map, key, "a key", declared);
        if (value is not null) CheckPadding(map, value, map.IsRing ? "a record" : "a value", declared);
        foreach (FieldInfo inner in field.FieldType.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public))
        {
            if (IsMap(inner.FieldType)) CompanionFor(map, inner);
        }

        return map;
    }

    /// <summary>What the maps in a map of maps look like: its last generic argument says.</summary>
    private IrMap? InnerOf(string name, FieldInfo field, FieldInfo declared)
    {
        Type type = field.FieldType.GetGenericArguments()[^1];
        if (!IsMap(type) || type.GetCustomAttribute<MapKindAttribute>() is not { Type: not (MapType.ArrayOfMaps or MapType.HashOfMaps) } kind)
        {
            problems.Add(Rules.Unsupported, PositionOf(declared), $"hold {Translator.TypeName(type)} in a map of maps", "Say the type of a map, such as HashMap<uint, ulong>.");
            return null;
        }

        (Type? key, Type? value) = Contents(kind, type.GetGenericArguments());
        InnerMapAttribute? said = field.GetCustomAttribute<InnerMapAttribute>();
        uint entries = said?.Entries ?? (kind.Type is MapType.RingBuffer or MapType.UserRingBuffer ? RingBytes : kind.Entries);
        return new IrMap($"{name}.inner", kind.Type, field, key, value, entries) { Flags = kind.Flags | (said?.Flags ?? default) };
    }

    /// <summary>Types of key and value, by the rules that <see cref="MapKindAttribute"/> states.</summary>
    private static (Type? Key, Type? Value) Contents(MapKindAttribute kind, Type[] arguments)
    {
        Type? key = kind.Key, value = kind.Value;
        if (arguments.Length > 0 && IsMap(arguments[^1])) return (arguments.Length == 2 ? arguments[0] : key, value); // a map of maps
        if (arguments.Length == 2) (key, value) = (arguments[0], arguments[1]);
        else if (arguments.Length == 1 && value is null) value = arguments[0];
        else if (arguments.Length == 1) key = arguments[0];
        if (key == typeof(void)) return (null, value);
        return (key ?? (value is null ? null : typeof(uint)), value);
    }

    private void CheckPadding(IrMap map, Type type, string role, FieldInfo declared)
    {
        if (!type.IsEnum && type.StructLayoutAttribute?.Value == System.Runtime.InteropServices.LayoutKind.Auto)
        {
            problems.Add(Rules.WrongLayout, PositionOf(declared), type.Name, "the runtime may reorder its fields");
            return;
        }

        if (Gap.FindFirst(Layouts.Of(type)) is not { } gap) return;
        problems.Add(Rules.Padding, PositionOf(declared), type.Name, $"{role} of the map {map.Name}", gap.Size, gap.After, gap.Offset);
    }

    private static string Full(FieldInfo field) => $"{field.DeclaringType!.Name}.{field.Name}";
}
