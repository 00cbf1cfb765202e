namespace Waggle.Vm.Maps;

/// <summary>Where nodes come from and go to.</summary>
internal unsafe partial class HashMap
{
    private readonly Lock _handLock = new();
    private int _handSlab;
    private uint _handIndex;

    private HashNode* TakeNode(HashStripe* stripe) => (HashNode*)_nodes.Take(&stripe->Nodes);

    private void Unlink(HashStripe* stripe, HashNode** link)
    {
        HashNode* node = *link;
        HashTable.Store(link, node->Next);
        Interlocked.Decrement(ref _count);
        Retire(stripe, node);
    }

    private void Retire(HashStripe* stripe, HashNode* node)
    {
        Volatile.Write(ref node->IsLive, 0);
        ValueTakenOut?.Invoke((nint)node->Value);
        _nodes.Retire(&stripe->Nodes, &node->Pool);
    }

    /// <summary>Takes out an element that no program looked up since the hand last came by: the clock algorithm, which comes near to least
    /// recently used and needs no lists that each lookup changes.</summary>
    /// <remarks>The kernel's choice differs in detail and with the CPU (bpf_lru_list.c), and it may take elements before a table is full; here only a
    /// full table loses any. Called without a stripe's lock.</remarks>
    private void Evict()
    {
        lock (_handLock)
        {
            // Two rounds see every element without its mark; if others take all those out meanwhile, there is room.
            for (long left = 2 * _nodes.Limit + 1; left > 0 && Volatile.Read(ref _count) >= MaxEntries; left--)
            {
                if (_handIndex >= _nodes.CountOf(_handSlab))
                {
                    _handSlab = (_handSlab + 1) % _nodes.SlabCount;
                    _handIndex = 0;
                }
                var node = (HashNode*)_nodes.NodeAt(_handSlab, _handIndex++);
                if (Volatile.Read(ref node->IsLive) == 0) continue;
                if (node->IsReferenced != 0) node->IsReferenced = 0;
                else if (TryEvict(node)) return;
            }
        }
    }

    private bool TryEvict(HashNode* node)
    {
        uint hash = node->Hash;
        HashStripe* stripe = Lock(hash);
        bool isIn = false;
        // It may have gone, and come again with another key, before the lock was taken.
        if (node->IsLive != 0 && node->Hash == hash)
        {
            HashNode** link = &_state->Buckets[hash & _state->Mask];
            while (*link != null && *link != node) link = &(*link)->Next;
            isIn = *link != null;
            if (isIn) Unlink(stripe, link);
        }
        SpinLocked.Release(ref stripe->Lock);
        return isIn;
    }
}
