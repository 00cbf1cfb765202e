using System.Runtime.InteropServices;

namespace Waggle.Vm.Maps;

/// <summary>What a <see cref="NodePool"/> knows of a node: the head of it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PoolNode
{
    /// <summary>The node's value, in the map's value memory; set once.</summary>
    public byte* Value;

    /// <summary>The next one in a list of free or retired nodes.</summary>
    public PoolNode* NextSpare;

    /// <summary>When nobody can point to it any more.</summary>
    public ulong Stamp;
}
