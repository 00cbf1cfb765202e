using System.Runtime.InteropServices;

namespace Waggle.Vm.Maps;

/// <summary>An element of a hash table; its key follows, its value lies in the map's value memory.</summary>
[StructLayout(LayoutKind.Sequential, Size = Size)]
internal unsafe struct HashNode
{
    /// <summary>Where the key begins.</summary>
    public const int Size = 48;

    public PoolNode Pool;

    /// <summary>The next one in its bucket. Kept after the node is unlinked, so that a reader who stands on it gets on.</summary>
    public HashNode* Next;

    public uint Hash;

    /// <summary>1 while it is in a bucket. Changed under the lock of its stripe.</summary>
    public int IsLive;

    /// <summary>1 if a program used it since the hand of the clock came by.</summary>
    public int IsReferenced;

    /// <summary>The value, of CPU 0 where there is one for each.</summary>
    public readonly byte* Value => Pool.Value;
}
