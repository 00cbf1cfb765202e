using System.Runtime.CompilerServices;
using Waggle.Bpf.Errors;

namespace Waggle.Vm.Maps;

/// <summary>Changes of the trie, under its lock. Each is one store that readers without a lock see or do not see.</summary>
internal sealed unsafe partial class TrieMap
{
    protected override Errno WriteElement(byte* key, byte* value, ulong flags)
    {
        if (flags > UpdateFlags.Exist || LengthOf(key) > _maxLength) return Errno.Invalid;
        SpinLocked.Acquire(ref _lock);
        Errno error = Write(key, value, flags);
        SpinLocked.Release(ref _lock);
        return error;
    }

    protected override Errno RemoveElement(byte* key)
    {
        if (LengthOf(key) > _maxLength) return Errno.Invalid;
        SpinLocked.Acquire(ref _lock);
        Errno error = Remove(key);
        SpinLocked.Release(ref _lock);
        return error;
    }

    private Errno Write(byte* key, byte* value, ulong flags)
    {
        uint length = LengthOf(key);
        TrieNode** link = Root;
        TrieNode* node;
        uint match = 0;
        while ((node = *link) != null)
        {
            match = MatchOf(node, key);
            if (node->Length != match || node->Length == length) break;
            link = TrieNode.ChildOf(node, BitOf(key + LengthSize, node->Length));
        }
        bool isReplacing = node != null && node->Length == match && node->IsFork == 0;
        if (isReplacing && flags == UpdateFlags.NoExist) return Errno.Exists;
        if (!isReplacing && flags == UpdateFlags.Exist) return Errno.NoEntry;
        if (!isReplacing && _count == MaxEntries) return Errno.NoSpace;

        TrieNode* fresh = TakeNode(key + LengthSize, length);
        if (fresh == null) return Errno.NoMemory;
        Layout.Store(fresh->Pool.Value, value, ValueSizeInBytes);
        if (node == null)
        {
            TrieNode.Store(link, fresh);
        }
        else if (node->Length == match) // an element or a fork with the same prefix
        {
            fresh->Zero = node->Zero;
            fresh->One = node->One;
            TrieNode.Store(link, fresh);
            Retire(node);
        }
        else if (match == length) // the new prefix is a beginning of the node's
        {
            *TrieNode.ChildOf(fresh, BitOf(TrieNode.BytesOf(node), match)) = node;
            TrieNode.Store(link, fresh);
        }
        else
        {
            TrieNode* fork = TakeNode(TrieNode.BytesOf(node), match);
            if (fork == null)
            {
                GiveBack(fresh);
                return Errno.NoMemory;
            }
            fork->IsFork = 1;
            bool isOne = BitOf(key + LengthSize, match);
            *TrieNode.ChildOf(fork, isOne) = fresh;
            *TrieNode.ChildOf(fork, !isOne) = node;
            TrieNode.Store(link, fork);
        }
        if (!isReplacing) _count++;
        return Errno.None;
    }

    private Errno Remove(byte* key)
    {
        uint length = LengthOf(key);
        TrieNode** link = Root;
        TrieNode** parentLink = link;
        TrieNode* parent = null;
        TrieNode* node;
        uint match = 0;
        while ((node = *link) != null)
        {
            match = MatchOf(node, key);
            if (node->Length != match || node->Length == length) break;
            parent = node;
            parentLink = link;
            link = TrieNode.ChildOf(node, BitOf(key + LengthSize, node->Length));
        }
        if (node == null || node->Length != length || match != length || node->IsFork != 0) return Errno.NoEntry;

        _count--;
        if (node->Zero != null && node->One != null)
        {
            Volatile.Write(ref node->IsFork, 1);
            return Errno.None;
        }
        if (parent != null && parent->IsFork != 0 && node->Zero == null && node->One == null)
        {
            // A fork has two children always: the other one takes its place.
            TrieNode.Store(parentLink, node == parent->Zero ? parent->One : parent->Zero);
            Retire(parent);
        }
        else
        {
            TrieNode.Store(link, node->Zero != null ? node->Zero : node->One);
        }
        Retire(node);
        return Errno.None;
    }

    private TrieNode* TakeNode(byte* bytes, uint length)
    {
        TrieNode* node;
        fixed (NodeList* spare = &_spare) node = (TrieNode*)_nodes.Take(spare);
        if (node == null) return null;
        node->Zero = node->One = null;
        (node->Length, node->IsFork) = (length, 0);
        Unsafe.CopyBlockUnaligned(TrieNode.BytesOf(node), bytes, (uint)_dataSize);
        return node;
    }

    private void GiveBack(TrieNode* node)
    {
        fixed (NodeList* spare = &_spare) NodePool.GiveBack(spare, &node->Pool);
    }

    private void Retire(TrieNode* node)
    {
        fixed (NodeList* spare = &_spare) _nodes.Retire(spare, &node->Pool);
    }
}
