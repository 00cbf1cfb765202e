using System.Runtime.CompilerServices;
using Waggle.Bpf.Errors;

namespace Waggle.Vm.Maps;

/// <summary>The order of keys: longer prefixes before those that they begin with (trie_get_next_key).</summary>
internal sealed unsafe partial class TrieMap
{
    protected override Errno FindNextKey(byte* key, byte* next)
    {
        SpinLocked.Acquire(ref _lock);
        TrieNode* node = *Root == null ? null : key == null || LengthOf(key) > _maxLength ? FirstBelow(*Root) : NodeAfter(key);
        if (node != null)
        {
            Unsafe.WriteUnaligned(next, node->Length);
            Unsafe.CopyBlockUnaligned(next + LengthSize, TrieNode.BytesOf(node), (uint)_dataSize);
        }
        SpinLocked.Release(ref _lock);
        return node == null ? Errno.NoEntry : Errno.None;
    }

    private static TrieNode* FirstBelow(TrieNode* node)
    {
        TrieNode* first = null;
        while (node != null)
        {
            if (node->IsFork == 0) first = node;
            node = node->Zero != null ? node->Zero : node->One;
        }
        return first;
    }

    // A key that is not there starts again at the first one.
    private TrieNode* NodeAfter(byte* key)
    {
        TrieNode** path = stackalloc TrieNode*[LongestPrefix * 8 + 1];
        int depth = 0;
        uint match = 0;
        TrieNode* node = *Root;
        while (node != null)
        {
            path[depth++] = node;
            match = MatchOf(node, key);
            if (node->Length != match || node->Length == LengthOf(key)) break;
            node = *TrieNode.ChildOf(node, BitOf(key + LengthSize, node->Length));
        }
        if (node == null || node->Length != match || node->IsFork != 0) return FirstBelow(*Root);
        for (int i = depth - 2; i >= 0; i--)
        {
            TrieNode* parent = path[i];
            if (parent->Zero == path[i + 1] && parent->One != null) return FirstBelow(parent->One);
            if (parent->IsFork == 0) return parent;
        }
        return null;
    }
}
