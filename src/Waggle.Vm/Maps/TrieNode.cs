using System.Runtime.InteropServices;

namespace Waggle.Vm.Maps;

/// <summary>A prefix in a trie; its bytes follow.</summary>
[StructLayout(LayoutKind.Sequential, Size = Size)]
internal unsafe struct TrieNode
{
    /// <summary>Where the prefix's bytes begin.</summary>
    public const int Size = 48;

    public PoolNode Pool;

    /// <summary>Longer prefixes whose next bit is 0.</summary>
    public TrieNode* Zero;

    /// <summary>Longer prefixes whose next bit is 1.</summary>
    public TrieNode* One;

    /// <summary>Bits.</summary>
    public uint Length;

    /// <summary>1 for a fork that is no element.</summary>
    public int IsFork;

    public static byte* BytesOf(TrieNode* node) => (byte*)node + Size;

    public static TrieNode** ChildOf(TrieNode* node, bool isOne) => isOne ? &node->One : &node->Zero;

    public static TrieNode* Load(TrieNode** link) => (TrieNode*)Volatile.Read(ref *(nint*)link);

    public static void Store(TrieNode** link, TrieNode* node) => Volatile.Write(ref *(nint*)link, (nint)node);
}
