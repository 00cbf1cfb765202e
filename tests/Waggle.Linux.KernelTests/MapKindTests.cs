using System.Net;
using System.Runtime.InteropServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Linux.Maps;

namespace Waggle.Linux.KernelTests;

/// <summary>The views of maps that are neither hash table nor array: tries, queues, stacks, Bloom filters.</summary>
public class MapKindTests
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.1.0.0/16", "0.0.0.0/0", "10.1.2.3", "10.9.9.9", "192.0.2.1")]
    [InlineData("2001:db8::/32", "2001:db8:1::/48", "::/0", "2001:db8:1::7", "2001:db8:9::7", "fe80::1")]
    public void PrefixMap_NestedNetworks_GivesTheLongestThatFits(string wide, string narrow, string all, string inNarrow, string inWide, string outside)
    {
        using KernelMap map = CreateTrie(wide.Contains(':') ? 20 : 8, 16);
        var prefixes = new PrefixMap<ulong>(map);
        prefixes.Set(IPNetwork.Parse(wide), 1);
        prefixes.Set(IPNetwork.Parse(narrow), 2);

        Assert.True(prefixes.TryMatch(IPAddress.Parse(inNarrow), out ulong value));
        Assert.Equal(2UL, value);
        Assert.True(prefixes.TryMatch(IPAddress.Parse(inWide), out value));
        Assert.Equal(1UL, value);
        Assert.False(prefixes.TryMatch(IPAddress.Parse(outside), out value));
        Assert.Equal(0UL, value);
        prefixes.Set(IPNetwork.Parse(all), 3);
        Assert.True(prefixes.TryMatch(IPAddress.Parse(outside), out value));
        Assert.Equal(3UL, value);
        Assert.True(prefixes.Remove(IPNetwork.Parse(narrow)));
        Assert.False(prefixes.Remove(IPNetwork.Parse(narrow)));
        Assert.True(prefixes.TryMatch(IPNetwork.Parse(narrow), out value));
        Assert.Equal(1UL, value);
    }

    [Fact]
    public void PrefixMap_Written_IsWhatBpftoolDumpsAndWhatWeReadBack()
    {
        using KernelMap map = CreateTrie(8, 16);
        var prefixes = new PrefixMap<ulong>(map);

        prefixes.Set(IPNetwork.Parse("10.0.0.0/8"), 0x11);
        prefixes.Set(IPNetwork.Parse("192.0.2.128/25"), 0x22);

        // Prefix length as a little-endian word, then the address in network order.
        Assert.Equal(new() { ["080000000a000000"] = "1100000000000000", ["19000000c0000280"] = "2200000000000000" }, Bpftool.DumpMap(map.Id));
        Assert.Equal(["10.0.0.0/8=17", "192.0.2.128/25=34"], prefixes.ReadAll().Select(p => $"{p.Key}={p.Value}").Order());
        Assert.Equal(34UL, new BpfMap<IPv4Prefix, ulong>(map)[new IPv4Prefix(IPNetwork.Parse("192.0.2.128/25"))]);
    }

    [Fact]
    public void PrefixMap_OtherFamilyOrFull_SaysSo()
    {
        using KernelMap map = CreateTrie(8, 1);
        var prefixes = new PrefixMap<ulong>(map);

        Assert.Contains("IPv4", Assert.Throws<ArgumentException>(() => prefixes.TryMatch(IPAddress.IPv6Loopback, out _)).Message, StringComparison.Ordinal);
        prefixes.Set(IPNetwork.Parse("10.0.0.0/8"), 1);
        Assert.Contains("full", Assert.Throws<BpfMapException>(() => prefixes.Set(IPNetwork.Parse("11.0.0.0/8"), 1)).Message, StringComparison.Ordinal);
        using KernelMap odd = CreateTrie(12, 1);
        Assert.Contains("IPv6", Assert.Throws<BpfMapException>(() => new PrefixMap<ulong>(odd)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.0/8")]
    [InlineData("0.0.0.0/0")]
    [InlineData("192.0.2.7/32")]
    public void IPv4Prefix_OfANetwork_GivesItBack(string network) =>
        Assert.Equal(IPNetwork.Parse(network), new IPv4Prefix(IPNetwork.Parse(network)).ToNetwork());

    [Theory]
    [InlineData("2001:db8::/32")]
    [InlineData("::/0")]
    [InlineData("fe80::1/128")]
    public void IPv6Prefix_OfANetwork_GivesItBack(string network)
    {
        var prefix = new IPv6Prefix(IPNetwork.Parse(network));

        Assert.Equal(IPNetwork.Parse(network), prefix.ToNetwork());
        Assert.Equal(prefix, new IPv6Prefix(IPNetwork.Parse(network)));
        Assert.Equal(20, Marshal.SizeOf<IPv6Prefix>());
        Assert.Throws<ArgumentException>(() => new IPv6Prefix(IPNetwork.Parse("10.0.0.0/8")));
    }

    [Theory]
    [InlineData(MapType.Queue, new[] { 1U, 2U, 3U })]
    [InlineData(MapType.Stack, new[] { 3U, 2U, 1U })]
    public void QueueMap_PushedValues_ComeOutInOrder(MapType type, uint[] expected)
    {
        using KernelMap map = Create(new MapSpec("jobs", type) { ValueSizeInBytes = 4, MaxEntries = 3 });
        var queue = new QueueMap<uint>(map);
        for (uint i = 1; i <= 3; i++) queue.Push(i);

        Assert.False(queue.TryPush(4));
        var full = Assert.Throws<BpfMapException>(() => queue.Push(4));
        Assert.Equal(Errno.TooBig, full.Errno);
        Assert.Contains("'jobs'", full.Message, StringComparison.Ordinal);
        foreach (uint value in expected)
        {
            Assert.True(queue.TryPeek(out uint peeked));
            Assert.Equal(value, peeked);
            Assert.True(queue.TryPop(out uint popped));
            Assert.Equal(value, popped);
        }
        Assert.False(queue.TryPop(out _));
        Assert.False(queue.TryPeek(out _));
    }

    [Fact]
    public void QueueMap_FullAndAskedToEvict_DropsTheOldest()
    {
        using KernelMap map = Create(new MapSpec("jobs", MapType.Queue) { ValueSizeInBytes = 4, MaxEntries = 2 });
        var queue = new QueueMap<uint>(map);

        for (uint i = 1; i <= 3; i++) queue.Push(i, evictsOldest: true);

        Assert.True(queue.TryPop(out uint first));
        Assert.True(queue.TryPop(out uint second));
        Assert.Equal((2U, 3U), (first, second));
        Assert.False(queue.TryPop(out _));
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(9UL)]
    public void BloomFilterMap_AddedValues_AreFoundAndMostOthersNot(ulong hashes)
    {
        using KernelMap map = Create(new MapSpec("seen", MapType.BloomFilter) { ValueSizeInBytes = 8, MaxEntries = 1000, Extra = hashes });
        var filter = new BloomFilterMap<ulong>(map);
        for (ulong i = 0; i < 1000; i++) filter.Add(i);

        Assert.All(Enumerable.Range(0, 1000), i => Assert.True(filter.MightContain((ulong)i)));
        int mistakes = Enumerable.Range(1000, 1000).Count(i => filter.MightContain((ulong)i));
        Assert.InRange(mistakes, 0, 300); // a few in a hundred when the map is as full as it was made for
    }

    [Fact]
    public void Create_LruPerCpuWithAListForEachCpu_HasTheFlagsThatBpftoolShows()
    {
        using KernelMap map = Create(new MapSpec("lru", MapType.LruPerCpuHash)
        { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 1024, Flags = (uint)(MapFlags.ListForEachCpu | MapFlags.ZeroSeed) });
        var typed = new PerCpuMap<uint, ulong>(map);
        Span<ulong> values = stackalloc ulong[typed.CpuCount];
        values.Fill(3);

        for (uint key = 0; key < 100_000; key++) typed.Set(key, values);

        Assert.Equal((int)(MapFlags.ListForEachCpu | MapFlags.ZeroSeed), Bpftool.Run("map", "show", "id", $"{map.Id}").GetProperty("flags").GetInt32());
        Assert.Equal(3UL * (ulong)typed.CpuCount, typed.Sum(99_999U)); // the newest stays, the oldest went
        Assert.Equal(0UL, typed.Sum(0U));
    }

    [Fact]
    public void Views_OfAnotherKind_AreRefusedWithTheKindsThatFit()
    {
        using KernelMap map = Create(new MapSpec("plain", MapType.Hash) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 1 });

        Assert.Contains("Queue, Stack", Assert.Throws<BpfMapException>(() => new QueueMap<ulong>(map)).Message, StringComparison.Ordinal);
        Assert.Contains("BloomFilter", Assert.Throws<BpfMapException>(() => new BloomFilterMap<ulong>(map)).Message, StringComparison.Ordinal);
        Assert.Contains("LpmTrie", Assert.Throws<BpfMapException>(() => new PrefixMap<ulong>(map)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Operations_OnTheseKinds_AllocateNothing()
    {
        using KernelMap trie = CreateTrie(8, 16);
        using KernelMap jobs = Create(new MapSpec("jobs", MapType.Queue) { ValueSizeInBytes = 8, MaxEntries = 8 });
        using KernelMap seen = Create(new MapSpec("seen", MapType.BloomFilter) { ValueSizeInBytes = 8, MaxEntries = 8 });
        var prefixes = new PrefixMap<ulong>(trie);
        var queue = new QueueMap<ulong>(jobs);
        var filter = new BloomFilterMap<ulong>(seen);
        IPAddress address = IPAddress.Parse("10.1.2.3");
        IPNetwork network = IPNetwork.Parse("10.0.0.0/8");
        ulong sum = 0;

        long allocated = Allocation.Measure(() =>
        {
            prefixes.Set(network, 5);
            prefixes.TryMatch(address, out ulong value);
            queue.Push(value);
            queue.TryPop(out ulong popped);
            filter.Add(popped);
            sum += popped + (filter.MightContain(popped) ? 1UL : 0);
        });

        Assert.Equal(0, allocated);
        Assert.Equal(12UL, sum);
    }

    private static KernelMap CreateTrie(int keySize, uint entries) => Create(new MapSpec("routes", MapType.LpmTrie)
    { KeySizeInBytes = keySize, ValueSizeInBytes = 8, MaxEntries = entries, Flags = (uint)MapFlags.NoPreallocation });

    private static KernelMap Create(MapSpec spec)
    {
        KernelAccess.RequireEngine();
        return KernelMap.Create(spec);
    }
}
