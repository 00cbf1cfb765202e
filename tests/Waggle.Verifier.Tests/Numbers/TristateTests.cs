using Waggle.Verifier.Numbers;

namespace Waggle.Verifier.Tests.Numbers;

/// <summary>Tristate arithmetic on all tristates of few bits and all their numbers. The bits lie at the bottom, across the 32-bit border
/// or at the top; above them all is 0.</summary>
public class TristateTests
{
    private const int Bits = 5;

    private static readonly Dictionary<string, (Func<Tristate, Tristate, Tristate> Abstract, Func<ulong, ulong, ulong> Concrete)> s_operators = new()
    {
        ["add"] = ((a, b) => a + b, (x, y) => x + y),
        ["subtract"] = ((a, b) => a - b, (x, y) => x - y),
        ["and"] = ((a, b) => a & b, (x, y) => x & y),
        ["or"] = ((a, b) => a | b, (x, y) => x | y),
        ["xor"] = ((a, b) => a ^ b, (x, y) => x ^ y),
        ["multiply"] = ((a, b) => a * b, (x, y) => x * y),
    };

    public static MatrixTheoryData<string, int> Operators => new(s_operators.Keys, [0, 30, 64 - Bits]);

    /// <summary>The kernel's operators but the product give the smallest tristate there is; so nothing is given away.</summary>
    [Theory, MemberData(nameof(Operators))]
    public void Operator_AllSmallTristates_IncludesEachResultAndNoBitTooMuch(string name, int shift)
    {
        (Func<Tristate, Tristate, Tristate> combine, Func<ulong, ulong, ulong> compute) = s_operators[name];
        Tristate[] all = [.. All(shift)];
        ulong[][] members = [.. all.Select(Members)];
        for (int i = 0; i < all.Length; i++)
        {
            for (int j = 0; j < all.Length; j++)
            {
                Tristate result = combine(all[i], all[j]);
                Tristate smallest = Smallest(members[i], members[j], compute);
                if (!result.Includes(smallest))
                    Assert.Fail($"{all[i]} {name} {all[j]} is {result}, without some of {smallest}");
                if (name != "multiply" && result != smallest)
                    Assert.Fail($"{all[i]} {name} {all[j]} is {result}, more than {smallest}");
            }
        }
    }

    [Fact]
    public void Multiply_AllSmallTristates_IsMostlyTheSmallest()
    {
        Tristate[] all = [.. All(0)];
        ulong[][] members = [.. all.Select(Members)];
        int best = 0, worse = 0;
        for (int i = 0; i < all.Length; i++)
        {
            for (int j = 0; j < all.Length; j++)
            {
                Tristate smallest = Smallest(members[i], members[j], (x, y) => x * y);
                _ = all[i] * all[j] == smallest ? best++ : worse++;
            }
        }

        Assert.InRange(best, 2 * worse, int.MaxValue);
    }

    /// <summary>Patterns from the kernel's change to the product in Linux 6.18: the factors' unknown bits are the same in all partial products.</summary>
    [Fact]
    public void Multiply_ThreeTimesAnUnknownBit_KnowsThatBothBitsAreTheSame()
    {
        Tristate product = new Tristate(0b01, 0b10) * Tristate.Constant(0b11);

        // 1 * 3 or 3 * 3: 0011 or 1001.
        Assert.Equal(new Tristate(0b0001, 0b1010), product);
    }

    [Fact]
    public void Range_AllSmallRanges_IsTheSmallest()
    {
        for (ulong min = 0; min < 64; min++)
        {
            for (ulong max = min; max < 64; max++)
            {
                ulong common = Enumerable.Range((int)min, (int)(max - min + 1)).Aggregate(0UL, (mask, x) => mask | ((ulong)x ^ min));
                // The kernel takes all below the highest bit that differs for unknown; for a range that is the smallest tristate.
                Assert.Equal(new Tristate(min & ~common, common), Tristate.Range(min, max));
            }
        }
        Assert.Equal(Tristate.Unknown, Tristate.Range(0, ulong.MaxValue));
        Assert.Equal(Tristate.Unknown, Tristate.Range(1, 1UL << 63));
    }

    [Fact]
    public void IntersectAndUnite_AllSmallTristates_AreSetOperations()
    {
        Tristate[] all = [.. All(0)];
        foreach (Tristate a in all)
        {
            foreach (Tristate b in all)
            {
                var both = Members(a).Intersect(Members(b)).ToHashSet();
                Assert.Equal(both.Count > 0, a.Overlaps(b));
                if (both.Count > 0)
                    Assert.Equal(both, Members(a.Intersect(b)).ToHashSet());
                Assert.Equal(Smallest([.. Members(a), .. Members(b)], [0], (x, _) => x), a.Unite(b));
                Assert.Equal(Members(b).All(x => Members(a).Contains(x)), a.Includes(b));
            }
        }
    }

    [Theory, InlineData(1UL), InlineData(2UL), InlineData(4UL), InlineData(8UL)]
    public void IsAligned_AllSmallTristates_IsSoIfAllNumbersAre(ulong size)
    {
        foreach (Tristate number in All(0))
            Assert.Equal(Members(number).All(x => x % size == 0), number.IsAligned(size));
    }

    [Theory]
    [InlineData(12UL, 0UL, "12")]
    [InlineData(0x10000UL, 0UL, "0x10000")]
    [InlineData(8UL, 7UL, "(0x8; 0x7)")]
    public void ToString_IsThatOfTheKernelsLog(ulong value, ulong mask, string expected) => Assert.Equal(expected, new Tristate(value, mask).ToString());

    private static IEnumerable<Tristate> All(int shift)
    {
        for (ulong mask = 0; mask < 1 << Bits; mask++)
        {
            for (ulong value = 0; value < 1 << Bits; value++)
            {
                if ((value & mask) == 0)
                    yield return new(value << shift, mask << shift);
            }
        }
    }

    private static ulong[] Members(Tristate tristate)
    {
        var members = new List<ulong>();
        for (ulong part = tristate.Mask; ; part = (part - 1) & tristate.Mask)
        {
            members.Add(tristate.Value | part);
            if (part == 0)
                return [.. members];
        }
    }

    private static Tristate Smallest(ulong[] left, ulong[] right, Func<ulong, ulong, ulong> compute)
    {
        ulong first = compute(left[0], right[0]), differs = 0;
        foreach (ulong x in left)
        {
            foreach (ulong y in right)
                differs |= compute(x, y) ^ first;
        }
        return new(first & ~differs, differs);
    }
}
