using System.Collections.Frozen;

namespace Waggle.Bpf.Instructions;

/// <summary>Names for the numbers in instructions. Every member may be missing, and may answer null for what it does not know.</summary>
/// <remarks>The names of the kernel's helpers are <c>Waggle.Bpf.Catalog.HelperNames.Symbols</c>; add to them with <c>with</c>.
/// Thread-safe if the functions are.</remarks>
public sealed record InstructionSymbols
{
    /// <summary>Name of a helper, by number.</summary>
    public Func<int, string?>? HelperName { get; init; }

    /// <summary>Number of a helper, by name.</summary>
    public Func<string, int?>? HelperNumber { get; init; }

    /// <summary>Name of a kernel function, by BTF id and by the offset field, which tells the module's BTF (0: the kernel's own).</summary>
    public Func<int, int, string?>? KernelFunctionName { get; init; }

    /// <summary>Name of a function of the program, by its first slot.</summary>
    public Func<int, string?>? FunctionName { get; init; }

    /// <summary>The map that the 64-bit immediate at a slot stands for.</summary>
    public Func<int, MapReference?>? MapAt { get; init; }

    /// <summary>The same names, and these maps. Reading the text back gives these references again.</summary>
    /// <param name="references">At most one for each slot.</param>
    public InstructionSymbols WithMaps(IEnumerable<MapReference> references)
    {
        FrozenDictionary<int, MapReference> bySlot = references.ToFrozenDictionary(reference => reference.InstructionIndex);
        return this with { MapAt = slot => bySlot.TryGetValue(slot, out MapReference reference) ? reference : null };
    }
}
