namespace Waggle.Corpus.KernelTests;

/// <summary>What the kernel was handed to create a map.</summary>
/// <param name="Name">The kernel's name of the map, at most 15 characters.</param>
/// <param name="Type">Number of the map type.</param>
/// <param name="KeySize">Bytes of a key.</param>
/// <param name="ValueSize">Bytes of a value.</param>
/// <param name="MaxEntries">Number of entries.</param>
/// <param name="Flags">Creation flags.</param>
/// <param name="Extra"><c>map_extra</c>.</param>
/// <param name="IsCreated">Whether the kernel created it.</param>
internal sealed record MapRequest(string Name, uint Type, uint KeySize, uint ValueSize, uint MaxEntries, uint Flags, ulong Extra, bool IsCreated)
{
    /// <summary>What the model of a map's inner maps is called here: each loader has its own name for it.</summary>
    public static string ModelOf(string outer) => $"model for {outer}";
}
