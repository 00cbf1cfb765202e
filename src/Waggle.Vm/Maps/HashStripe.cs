using System.Runtime.InteropServices;

namespace Waggle.Vm.Maps;

/// <summary>A lock over some of a hash table's buckets, and the nodes kept ready under it. On a cache line of its own.</summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal struct HashStripe
{
    public int Lock;
    public NodeList Nodes;
}
