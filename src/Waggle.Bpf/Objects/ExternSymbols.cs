using Waggle.Bpf.Instructions;

namespace Waggle.Bpf.Objects;

/// <summary>Undefined symbols of a file that is written: one for each thing of the kernel that the object asks for.</summary>
internal sealed class ExternSymbols
{
    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<int, string> _configuration = []; // by place in the map

    /// <exception cref="ArgumentException">Two have one name, or the object has no types to declare them.</exception>
    public ExternSymbols(BpfObject bpfObject, ElfWriter elf)
    {
        foreach (ExternSpec wanted in bpfObject.Externs)
        {
            if (bpfObject.Btf is not { } types || (uint)wanted.TypeId >= (uint)types.Count || types[wanted.TypeId].Name != wanted.Name)
                throw new ArgumentException($"'{wanted.Name}' is wanted of the kernel, and type {wanted.TypeId} of the object does not declare it.");
            if (!_byName.TryAdd(wanted.Name, elf.AddSymbol(wanted.Name, ElfSymbolType.None, isGlobal: true, 0, 0, 0, wanted.IsWeak)))
                throw new ArgumentException($"Two externs of the object are called '{wanted.Name}'.");
            if (wanted.Kind == ExternKind.Configuration)
                _configuration[wanted.Configuration.Offset] = wanted.Name;
        }
    }

    /// <summary>Whether a reference to a map stands for a value of the kernel's configuration.</summary>
    public static bool Has(MapReference reference) => reference.MapName == ExternSpec.ConfigurationMap;

    public int Find(ProgramSpec program, string name) => _byName.TryGetValue(name, out int symbol)
        ? symbol
        : throw new ArgumentException($"{program} refers to '{name}', which is none of the object's externs.");

    public int FindConfiguration(ProgramSpec program, MapReference reference) =>
        _configuration.TryGetValue(reference.ValueOffset ?? -1, out string? name)
            ? Find(program, name)
            : throw new ArgumentException($"{program} reads offset {reference.ValueOffset} of map '{reference.MapName}', where no extern of the object is.");
}
