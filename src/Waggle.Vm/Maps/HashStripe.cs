using System.Runtime.InteropServices;

namespace Waggle.Vm.Maps;

/// <summary>A lock over some of a hash table's buckets, and the nodes kept ready under it. On a cache line of its own.</summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal unsafe struct HashStripe
{
    private int _lock;

    /// <summary>Nodes that nobody points to.</summary>
    public HashNode* Free;

    /// <summary>Nodes taken out of the table, oldest first, that runs may still point to.</summary>
    public HashNode* OldestRetired;

    public HashNode* NewestRetired;

    public static void Acquire(HashStripe* stripe)
    {
        if (Interlocked.CompareExchange(ref stripe->_lock, 1, 0) == 0) return;
        var wait = new SpinWait();
        do wait.SpinOnce(sleep1Threshold: -1);
        while (stripe->_lock != 0 || Interlocked.CompareExchange(ref stripe->_lock, 1, 0) != 0);
    }

    public static void Release(HashStripe* stripe) => Volatile.Write(ref stripe->_lock, 0);

    public static void AddFree(HashStripe* stripe, HashNode* node)
    {
        node->NextSpare = stripe->Free;
        stripe->Free = node;
    }

    public static void AddRetired(HashStripe* stripe, HashNode* node)
    {
        node->NextSpare = null;
        if (stripe->OldestRetired == null) stripe->OldestRetired = node;
        else stripe->NewestRetired->NextSpare = node;
        stripe->NewestRetired = node;
    }
}
