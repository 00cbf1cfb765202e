using Waggle.Bpf.Errors;

namespace Waggle.Vm.Maps;

/// <summary>Elements under the lock of their stripe.</summary>
internal unsafe partial class HashMap
{
    /// <summary>In place of a CPU's number: the values of all of them, one behind the other.</summary>
    protected const int AllCpus = -1;

    /// <summary>Adds or replaces an element.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">One value; those of all CPUs for a table with one for each and <see cref="AllCpus"/>.</param>
    /// <param name="flags">What to do about a key that is or is not there.</param>
    /// <param name="cpu">Whose value; those of the others become 0 in a new element.</param>
    protected Errno Write(byte* key, byte* value, ulong flags, int cpu)
    {
        // Only plain tables know values with locks (htab_lru_map_update_elem, __htab_percpu_map_update_elem).
        ulong mode = _isLru || _isPerCpu ? flags : flags & ~UpdateFlags.Lock;
        if (mode > UpdateFlags.Exist) return Errno.Invalid;
        bool isLocked = mode != flags;
        if (isLocked && !Layout.HasSpinLock) return Errno.Invalid;
        uint hash = HashTable.Hash(_state, key);
        while (true)
        {
            Errno error = TryWrite(hash, key, value, mode, isLocked, cpu);
            if (error != Errno.TooBig || !_isLru) return error;
            Evict();
        }
    }

    protected override Errno ReadElement(byte* key, byte* value, ulong flags)
    {
        uint hash = HashTable.Hash(_state, key);
        HashStripe* stripe = Lock(hash);
        HashNode* node = *Locate(hash, key);
        if (node != null) Load(node, value, (flags & UpdateFlags.Lock) != 0);
        SpinLocked.Release(ref stripe->Lock);
        return node != null ? Errno.None : Errno.NoEntry;
    }

    protected override Errno WriteElement(byte* key, byte* value, ulong flags) => Write(key, value, flags, AllCpus);

    protected override Errno RemoveElement(byte* key)
    {
        uint hash = HashTable.Hash(_state, key);
        HashStripe* stripe = Lock(hash);
        HashNode** link = Locate(hash, key);
        HashNode* node = *link;
        if (node != null) Unlink(stripe, link);
        SpinLocked.Release(ref stripe->Lock);
        return node != null ? Errno.None : Errno.NoEntry;
    }

    protected override Errno TakeElement(byte* key, byte* value)
    {
        uint hash = HashTable.Hash(_state, key);
        HashStripe* stripe = Lock(hash);
        HashNode** link = Locate(hash, key);
        HashNode* node = *link;
        if (node != null)
        {
            Load(node, value, isLocked: false);
            Unlink(stripe, link);
        }
        SpinLocked.Release(ref stripe->Lock);
        return node != null ? Errno.None : Errno.NoEntry;
    }

    protected override Errno FindNextKey(byte* key, byte* next)
    {
        uint bucket = 0;
        if (key != null)
        {
            uint hash = HashTable.Hash(_state, key);
            HashStripe* stripe = Lock(hash);
            HashNode* node = *Locate(hash, key);
            HashNode* following = node == null ? null : node->Next;
            if (following != null) CopyKey(next, HashTable.KeyOf(following));
            SpinLocked.Release(ref stripe->Lock);
            if (following != null) return Errno.None;
            if (node != null) bucket = (hash & _state->Mask) + 1;
        }
        for (; bucket <= _state->Mask; bucket++)
        {
            if (HashTable.Load(&_state->Buckets[bucket]) == null) continue;
            HashStripe* stripe = Lock(bucket);
            HashNode* node = _state->Buckets[bucket];
            if (node != null) CopyKey(next, HashTable.KeyOf(node));
            SpinLocked.Release(ref stripe->Lock);
            if (node != null) return Errno.None;
        }
        return Errno.NoEntry;
    }

    private Errno TryWrite(uint hash, byte* key, byte* value, ulong mode, bool isLocked, int cpu)
    {
        HashStripe* stripe = Lock(hash);
        HashNode** link = Locate(hash, key);
        HashNode* node = *link;
        Errno error = node != null ? mode == UpdateFlags.NoExist ? Errno.Exists : Errno.None
            : mode == UpdateFlags.Exist ? Errno.NoEntry : Add(stripe, hash, key, value, cpu);
        if (error == Errno.None && node != null) Replace(stripe, link, key, value, isLocked, cpu);
        SpinLocked.Release(ref stripe->Lock);
        return error;
    }

    private Errno Add(HashStripe* stripe, uint hash, byte* key, byte* value, int cpu)
    {
        long count;
        do
        {
            count = Volatile.Read(ref _count);
            if (count >= MaxEntries) return Errno.TooBig;
        }
        while (Interlocked.CompareExchange(ref _count, count + 1, count) != count);
        HashNode* node = TakeNode(stripe);
        if (node == null)
        {
            Interlocked.Decrement(ref _count);
            return Errno.NoMemory;
        }
        HashNode** bucket = &_state->Buckets[hash & _state->Mask];
        Fill(node, hash, key, value, cpu);
        node->Next = *bucket;
        HashTable.Store(bucket, node);
        return Errno.None;
    }

    private void Replace(HashStripe* stripe, HashNode** link, byte* key, byte* value, bool isLocked, int cpu)
    {
        HashNode* old = *link;
        if (_isPerCpu)
        {
            if (_isLru) old->IsReferenced = 1;
            StorePerCpu(old, value, cpu);
            return;
        }
        if (isLocked)
        {
            Layout.StoreLocked(old->Value, value, ValueSizeInBytes);
            return;
        }
        HashNode* node = TakeNode(stripe);
        if (node == null)
        {
            // As many values wait for runs to end as the table may have: this one is written in place.
            Layout.Store(old->Value, value, ValueSizeInBytes);
            return;
        }
        Fill(node, old->Hash, key, value, cpu);
        node->IsReferenced = 1;
        node->Next = old->Next;
        HashTable.Store(link, node);
        Retire(stripe, old);
    }

    private void Fill(HashNode* node, uint hash, byte* key, byte* value, int cpu)
    {
        node->Hash = hash;
        node->IsReferenced = 0;
        CopyKey(HashTable.KeyOf(node), key);
        new Span<byte>(node->Value, ValueStride * CpuCount).Clear();
        if (_isPerCpu) StorePerCpu(node, value, cpu);
        else Layout.Store(node->Value, value, ValueSizeInBytes);
        Volatile.Write(ref node->IsLive, 1);
    }

    private void StorePerCpu(HashNode* node, byte* value, int cpu)
    {
        if (cpu != AllCpus)
        {
            Layout.Store(node->Value + (nint)cpu * ValueStride, value, ValueSizeInBytes);
            return;
        }
        for (int i = 0; i < CpuCount; i++)
            Layout.Store(node->Value + (nint)i * ValueStride, value + (nint)i * ValueStride, ValueStride);
    }

    private void Load(HashNode* node, byte* value, bool isLocked)
    {
        if (!_isPerCpu) Layout.Load(value, node->Value, ValueSizeInBytes, isLocked);
        else
            for (int i = 0; i < CpuCount; i++)
                Layout.Load(value + (nint)i * ValueStride, node->Value + (nint)i * ValueStride, ValueStride, isLocked: false);
    }

    private void CopyKey(byte* target, byte* source) => ValueLayout.Copy(target, source, KeySizeInBytes);

    private HashStripe* Lock(uint hash)
    {
        HashStripe* stripe = &_stripes[hash & _stripeMask];
        SpinLocked.Acquire(ref stripe->Lock);
        return stripe;
    }

    // The link that points to the key's node, or the last link of the bucket, which points to none.
    private HashNode** Locate(uint hash, byte* key)
    {
        HashNode** link = &_state->Buckets[hash & _state->Mask];
        while (*link != null && !HashTable.IsKey(_state, *link, hash, key)) link = &(*link)->Next;
        return link;
    }
}
