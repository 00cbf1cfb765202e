namespace Waggle.Vm.Maps;

/// <summary>A hash table's facts, where compiled code finds them.</summary>
internal unsafe struct HashState
{
    /// <summary>First node of each bucket.</summary>
    public HashNode** Buckets;

    /// <summary>Number of buckets, a power of two, minus 1.</summary>
    public uint Mask;

    public int KeySize;
    public ulong Seed;
    public ulong Multiplier;
}
