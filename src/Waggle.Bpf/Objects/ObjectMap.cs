namespace Waggle.Bpf.Objects;

/// <summary>A map and the part of an ELF file that stands for it.</summary>
/// <param name="Spec">What it is.</param>
/// <param name="SectionIndex">The section.</param>
/// <param name="Offset">Where in .maps; null if the whole section is the map's value.</param>
internal sealed record ObjectMap(MapSpec Spec, int SectionIndex, uint? Offset)
{
    /// <summary>No section stands for the map.</summary>
    public const int NoSection = 0;
}
