using System.Buffers.Binary;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;

namespace Waggle.Vm.KernelTests.Maps;

/// <summary>Random operations on the same map in the kernel and in the embedded engine: same answers, same bytes, same contents.</summary>
public class ElementDifferenceTests
{
    private static readonly ulong[] s_flags = [0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 3, 4, 5, 6, 8, 1UL << 32, ulong.MaxValue];

    public static TheoryData<MapType> ArrayKinds => [MapType.Array, MapType.PerCpuArray];

    public static TheoryData<MapType> HashKinds => [MapType.Hash, MapType.PerCpuHash];

    [Theory, MemberData(nameof(ArrayKinds))]
    public void Arrays_RandomOperations_AnswerAlike(MapType type)
    {
        KernelAccess.RequireEngine();
        (int Value, uint Entries, uint Flags)[] shapes =
            [(8, 1, 0), (4, 7, 0), (1, 64, 0), (13, 33, 0), (200, 100, 1 << 7), (8, 16, 1 << 8), (4096, 3, 0), (24, 1000, 0)];
        foreach ((int value, uint entries, uint flags) in shapes)
        {
            using var pair = new MapPair(new MapSpec("difference", type) { KeySizeInBytes = 4, ValueSizeInBytes = value, MaxEntries = entries, Flags = flags });
            var random = new Random((int)(entries * 31 + (uint)value));
            while (pair.Operations < OperationCount.ForKind / shapes.Length)
            {
                byte[] key = Index(random, entries);
                switch (random.Next(10))
                {
                    case < 4: pair.Update(key, Bytes(random, pair.ValueSize), s_flags[random.Next(s_flags.Length)]); break;
                    case < 7: pair.Lookup(key, random.Next(20) == 0 ? s_flags[random.Next(s_flags.Length)] : 0); break;
                    case 7: pair.Delete(key); break;
                    case 8: pair.Take(key); break;
                    default: pair.Next(random.Next(8) == 0 ? null : key); break;
                }
            }
            Assert.Equal((int)entries, pair.CompareContents());
        }
    }

    [Theory, MemberData(nameof(HashKinds))]
    public void Hashes_RandomOperations_AnswerAlike(MapType type)
    {
        KernelAccess.RequireEngine();
        const uint NoPreallocation = 1;
        (int Key, int Value, uint Entries, uint Flags, int Keys)[] shapes =
        [
            (4, 8, 1, 0, 3), (4, 4, 16, 0, 20), (8, 8, 100, 0, 100), (8, 16, 100, NoPreallocation, 130), (1, 1, 200, 0, 256), (3, 5, 7, NoPreallocation, 16),
            (16, 64, 50, 0, 60), (13, 100, 1000, NoPreallocation, 1100), (40, 8, 256, 0, 200), (4, 1000, 33, 0, 40), (512, 24, 20, NoPreallocation, 25),
        ];
        foreach ((int keySize, int value, uint entries, uint flags, int keys) in shapes)
        {
            using var pair = new MapPair(new MapSpec("difference", type)
            {
                KeySizeInBytes = keySize,
                ValueSizeInBytes = value,
                MaxEntries = entries,
                Flags = flags,
            });
            var random = new Random((int)(entries * 31 + (uint)value));
            byte[][] pool = KeyPool(random, keys, keySize);
            int fullness = 0;
            while (pair.Operations < OperationCount.ForKind / shapes.Length)
            {
                // Phases that fill the map, past its end, and phases that empty it.
                if (random.Next(2000) == 0) fullness = random.Next(3);
                byte[] key = pool[random.Next(pool.Length)];
                switch (random.Next(10) + (fullness == 0 ? 0 : fullness == 1 ? 1 : -1))
                {
                    case < 4: pair.Update(key, Bytes(random, pair.ValueSize), s_flags[random.Next(s_flags.Length)]); break;
                    case < 7: pair.Lookup(key, random.Next(20) == 0 ? s_flags[random.Next(s_flags.Length)] : 0); break;
                    case < 9: pair.Delete(key); break;
                    default: pair.Take(key); break;
                }
                if (random.Next(5000) == 0) pair.CompareContents();
            }
            pair.CompareContents();
        }
    }

    internal static byte[] Index(Random random, uint entries)
    {
        byte[] key = new byte[4];
        uint index = random.Next(12) switch
        {
            0 => entries,
            1 => entries - 1,
            2 => uint.MaxValue - (uint)random.Next(2),
            _ => (uint)random.NextInt64(entries + entries / 8 + 1),
        };
        BinaryPrimitives.WriteUInt32LittleEndian(key, index);
        return key;
    }

    internal static byte[] Bytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>Different keys; many of them differ in one byte only.</summary>
    internal static byte[][] KeyPool(Random random, int count, int size)
    {
        var keys = new Dictionary<string, byte[]>();
        byte[] stem = Bytes(random, size);
        while (keys.Count < count)
        {
            byte[] key = random.Next(3) == 0 ? Bytes(random, size) : (byte[])stem.Clone();
            key[random.Next(size)] = (byte)random.Next(256);
            keys[Convert.ToHexString(key)] = key;
        }
        return [.. keys.Values];
    }
}
