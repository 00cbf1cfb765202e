using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>A global variable: where it lies in the map that holds its data section.</summary>
/// <param name="Name">Name in the source; variables that are static to a file or function may share one.</param>
/// <param name="Map">The data section's map.</param>
/// <param name="Offset">Byte offset in the section.</param>
/// <param name="SizeInBytes">Its size.</param>
/// <param name="TypeId">BTF id of its type.</param>
public sealed record VariableSpec(string Name, MapSpec Map, int Offset, int SizeInBytes, int TypeId)
{
    /// <summary>The variables of data sections, in order of map and place.</summary>
    /// <param name="maps">Maps of an object; those that hold no data section have none.</param>
    /// <param name="types">The object's types, which name the variables; null if it has none.</param>
    /// <exception cref="BtfFormatException">The types break a rule of their format.</exception>
    public static IEnumerable<VariableSpec> In(IEnumerable<MapSpec> maps, Btf? types)
    {
        ArgumentNullException.ThrowIfNull(maps);
        return types is null ? [] : maps.SelectMany(map => In(map, types));
    }

    private static IEnumerable<VariableSpec> In(MapSpec map, Btf types)
    {
        if (map.ValueTypeId <= 0 || map.ValueTypeId >= types.Count || types[map.ValueTypeId] is not BtfDataSection section)
            yield break;
        foreach (BtfSectionVariable place in section.Variables)
        {
            if (types[place.VariableId] is BtfVariable variable && place.Offset + (long)place.SizeInBytes <= map.ValueSizeInBytes)
                yield return new(variable.Name, map, (int)place.Offset, (int)place.SizeInBytes, variable.TypeId);
        }
    }

    /// <summary>The one of a name.</summary>
    /// <param name="variables">Where to look.</param>
    /// <param name="name">The name.</param>
    /// <param name="problem">Why there is none to return, as a sentence; null if there is one.</param>
    /// <returns>The variable; null if there is none, or several.</returns>
    public static VariableSpec? Find(IEnumerable<VariableSpec> variables, string name, out string? problem)
    {
        VariableSpec[] all = [.. variables], found = [.. all.Where(v => v.Name == name)];
        problem = found.Length switch
        {
            1 => null,
            0 when all.Length == 0 => "The object has no global variables, or no types to name them.",
            0 => $"The object has no global variable '{name}'; it has {string.Join(", ", all.Select(v => v.Name).Distinct())}.",
            _ => $"The object has {found.Length} global variables '{name}': {string.Join(", ", found.Select(v => $"at byte {v.Offset} of {v.Map.Name}"))}.",
        };
        return problem is null ? found[0] : null;
    }
}
