namespace Waggle.Vm.Maps;

/// <summary>Nodes that are out of use, under a lock of the map.</summary>
internal unsafe struct NodeList
{
    /// <summary>Nodes that nobody points to.</summary>
    public PoolNode* Free;

    /// <summary>Nodes taken out of the map, oldest first, that runs may still point to.</summary>
    public PoolNode* OldestRetired;

    public PoolNode* NewestRetired;

    /// <summary>How many of those there are.</summary>
    public int RetiredCount;
}
