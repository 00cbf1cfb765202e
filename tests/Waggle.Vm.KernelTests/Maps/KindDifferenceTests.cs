using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;

namespace Waggle.Vm.KernelTests.Maps;

/// <summary>As <see cref="ElementDifferenceTests"/>, of the kinds that have rules of their own.</summary>
public class KindDifferenceTests
{
    private static readonly ulong[] s_flags = [0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 3, 4, 5, 6, 8, 1UL << 32, ulong.MaxValue];

    [Fact]
    public void Tries_RandomOperations_AnswerAlikeInTheSameOrder()
    {
        KernelAccess.RequireEngine();
        (int Bytes, int Value, uint Entries)[] shapes = [(1, 1, 300), (4, 8, 50), (4, 8, 1), (2, 13, 500), (16, 24, 100), (3, 4, 20), (32, 8, 64), (256, 8, 40)];
        foreach ((int bytes, int value, uint entries) in shapes)
        {
            using var pair = new MapPair(new MapSpec("difference", MapType.LpmTrie)
            {
                KeySizeInBytes = 4 + bytes,
                ValueSizeInBytes = value,
                MaxEntries = entries,
                Flags = 1,
            });
            var random = new Random(bytes * 1000 + (int)entries);
            byte[] stem = ElementDifferenceTests.Bytes(random, bytes);
            while (pair.Operations < OperationCount.ForKind / shapes.Length)
            {
                byte[] key = Prefix(random, stem);
                switch (random.Next(12))
                {
                    case < 4: pair.Update(key, ElementDifferenceTests.Bytes(random, value), s_flags[random.Next(s_flags.Length)]); break;
                    case < 7: pair.Lookup(key, random.Next(20) == 0 ? s_flags[random.Next(s_flags.Length)] : 0); break;
                    case < 9: pair.Delete(key); break;
                    case 9: pair.Take(key); break;
                    default: pair.Next(random.Next(5) == 0 ? null : key); break;
                }
                if (random.Next(3000) == 0) pair.CompareContents();
            }
            pair.CompareContents();
        }
    }

    [Theory, InlineData(MapType.Queue), InlineData(MapType.Stack)]
    public void QueuesAndStacks_RandomOperations_AnswerAlike(MapType type)
    {
        KernelAccess.RequireEngine();
        (int Value, uint Entries)[] shapes = [(8, 1), (1, 2), (13, 7), (4, 100), (1000, 16)];
        foreach ((int value, uint entries) in shapes)
        {
            using var pair = new MapPair(new MapSpec("difference", type) { ValueSizeInBytes = value, MaxEntries = entries });
            var random = new Random(value * 1000 + (int)entries);
            int lean = 0;
            byte[] unwanted = new byte[8];
            while (pair.Operations < OperationCount.ForKind / shapes.Length)
            {
                if (random.Next(500) == 0) lean = random.Next(-2, 3);
                switch (random.Next(12) + lean)
                {
                    case < 5: pair.Update(null, ElementDifferenceTests.Bytes(random, value), s_flags[random.Next(s_flags.Length)]); break;
                    case < 8: pair.Take(null); break;
                    case < 10: pair.Lookup(null, random.Next(20) == 0 ? s_flags[random.Next(s_flags.Length)] : 0); break;
                    case 10: pair.Delete(random.Next(2) == 0 ? null : unwanted); break;
                    case 11: pair.Next(random.Next(2) == 0 ? null : unwanted); break;
                    case 12: pair.Lookup(unwanted); break;
                    default: pair.Update(unwanted, ElementDifferenceTests.Bytes(random, value)); break;
                }
            }
        }
    }

    [Fact]
    public void BloomFilters_WithTheSameSeed_AnswerAlikeAlsoWhenWrong()
    {
        KernelAccess.RequireEngine();
        const uint ZeroSeed = 1 << 6;
        (int Value, uint Entries, ulong Hashes)[] shapes = [(4, 100, 0), (8, 1000, 3), (1, 20, 1), (13, 50, 15), (64, 500, 7), (3, 10, 2), (12, 64, 5), (24, 64, 4)];
        int wrong = 0;
        foreach ((int value, uint entries, ulong hashes) in shapes)
        {
            using var pair = new MapPair(new MapSpec("difference", MapType.BloomFilter)
            {
                ValueSizeInBytes = value,
                MaxEntries = entries,
                Extra = hashes,
                Flags = ZeroSeed,
            });
            var random = new Random(value * 1000 + (int)entries);
            var added = new HashSet<string>();
            byte[] unwanted = new byte[8];
            while (pair.Operations < OperationCount.ForKind / shapes.Length)
            {
                byte[] bytes = ElementDifferenceTests.Bytes(random, value);
                switch (random.Next(10))
                {
                    case 0 when added.Count < entries:
                        if (pair.Update(null, bytes, s_flags[random.Next(s_flags.Length)]) == Errno.None) added.Add(Convert.ToHexString(bytes));
                        break;
                    case 1: pair.Delete(null); break;
                    case 2: pair.Take(null); break;
                    case 3: pair.Next(null); break;
                    case 4: pair.Update(unwanted, bytes); break;
                    default:
                        if (pair.LookupValue(bytes) == Errno.None && !added.Contains(Convert.ToHexString(bytes))) wrong++;
                        break;
                }
            }
        }
        Assert.NotEqual(0, wrong); // the interesting answers did come up
    }

    private static byte[] Prefix(Random random, byte[] stem)
    {
        // Most prefixes begin as one stem does, so that they fork all along it.
        byte[] key = new byte[4 + stem.Length];
        stem.CopyTo(key, 4);
        int bits = stem.Length * 8;
        int changed = random.Next(bits);
        if (random.Next(4) != 0) key[4 + changed / 8] ^= (byte)(0x80 >> changed % 8);
        if (random.Next(8) == 0) random.NextBytes(key.AsSpan(4));
        int length = random.Next(10) switch { 0 => bits, 1 => 0, 2 => bits + random.Next(3), _ => random.Next(Math.Min(bits, 64) + 1) };
        BitConverter.TryWriteBytes(key, (uint)length);
        return key;
    }
}
