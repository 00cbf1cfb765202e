namespace Waggle.Bpf.Objects;

/// <summary>For each section of a file the items that belong to it, as chains of their numbers in rising order.</summary>
/// <remarks>Two arrays, however many sections and items a file has.</remarks>
internal sealed class SectionItems
{
    /// <summary>Stands for no item: in ELF the first section and the first symbol are empty.</summary>
    public const int None = 0;

    private readonly int[] _first; // by section
    private readonly int[] _next;  // by item

    /// <param name="sectionCount">Number of sections.</param>
    /// <param name="itemCount">Number of items.</param>
    /// <param name="sectionOf">The section that an item belongs to; 0, or one that there is not, for none.</param>
    public SectionItems(int sectionCount, int itemCount, Func<int, uint> sectionOf)
    {
        (_first, _next) = (new int[sectionCount], new int[itemCount]);
        for (int item = itemCount - 1; item > None; item--) // backwards, so that each chain comes out in rising order
        {
            uint section = sectionOf(item);
            if (section == 0 || section >= (uint)sectionCount)
                continue;
            _next[item] = _first[section];
            _first[section] = item;
        }
    }

    public int FirstOf(ElfSection section) => _first[section.Index];

    public int NextAfter(int item) => _next[item];
}
