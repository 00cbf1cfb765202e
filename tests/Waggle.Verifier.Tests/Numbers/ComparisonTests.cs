using Waggle.Bpf.Instructions;
using Waggle.Verifier.Numbers;
using Waggle.Verifier.Tests.Proofs;

namespace Waggle.Verifier.Tests.Numbers;

public class ComparisonTests
{
    public static MatrixTheoryData<JumpOperation, bool> Comparisons => new(ComparisonProofTests.All, [false, true]);

    /// <summary>All but "any bit set", which says nothing of ranges.</summary>
    public static MatrixTheoryData<JumpOperation, bool> OrderComparisons => new(ComparisonProofTests.All.Where(o => o != JumpOperation.AnyBitSet), [false, true]);

    [Theory, MemberData(nameof(Comparisons))]
    public void OutcomeAndRefine_RangesBetweenEdges_KeepEachNumberThatComesThatWay(JumpOperation operation, bool is32)
    {
        Scalar[] all = [.. Samples.Ranges()];
        ulong[][] members = [.. all.Select(s => Samples.EdgesIn(s))];
        for (int i = 0; i < all.Length; i++)
        {
            for (int j = i & 3; j < all.Length; j += 4)
            {
                int outcome = Comparison.Outcome(all[i], all[j], operation, is32);
                Scalar trueLeft = all[i], trueRight = all[j], falseLeft = all[i], falseRight = all[j];
                Comparison.Refine(ref trueLeft, ref trueRight, ref falseLeft, ref falseRight, operation, is32);
                foreach (ulong x in members[i])
                {
                    foreach (ulong y in members[j])
                    {
                        bool isTaken = Samples.Holds(operation, is32, x, y);
                        if (outcome == (isTaken ? 0 : 1) || !(isTaken ? trueLeft : falseLeft).Includes(x) || !(isTaken ? trueRight : falseRight).Includes(y))
                            Assert.Fail($"{all[i]} {operation} {all[j]} loses 0x{x:x} and 0x{y:x}");
                    }
                }
            }
        }
    }

    /// <summary>All ranges of few numbers round 0: the outcome is known whenever it is certain, and no range keeps an end too much.</summary>
    [Theory, MemberData(nameof(OrderComparisons))]
    public void OutcomeAndRefine_SmallRanges_GiveNothingAway(JumpOperation operation, bool is32)
    {
        bool isSigned = operation is JumpOperation.LessSigned or JumpOperation.LessOrEqualSigned or JumpOperation.GreaterSigned or JumpOperation.GreaterOrEqualSigned;
        long low = isSigned ? -3 : 0;
        for (long a = low; a <= low + 6; a++)
        {
            for (long b = a; b <= low + 6; b++)
            {
                for (long c = low; c <= low + 6; c++)
                {
                    for (long d = c; d <= low + 6; d++)
                        AssertExact(Range(a, b), Range(c, d), (a, b, c, d), operation, is32);
                }
            }
        }
    }

    private static void AssertExact(Scalar left, Scalar right, (long A, long B, long C, long D) ends, JumpOperation operation, bool is32)
    {
        var pairs = (from x in Between(ends.A, ends.B) from y in Between(ends.C, ends.D) select (x, y)).ToLookup(p => Samples.Holds(operation, is32, (ulong)p.x, (ulong)p.y));
        int expected = !pairs[false].Any() ? 1 : !pairs[true].Any() ? 0 : -1;

        Assert.Equal(expected, Comparison.Outcome(left, right, operation, is32));
        if (expected >= 0)
            return;
        Scalar trueLeft = left, trueRight = right, falseLeft = left, falseRight = right;
        Assert.True(Comparison.Refine(ref trueLeft, ref trueRight, ref falseLeft, ref falseRight, operation, is32));
        foreach ((bool isTaken, Scalar x, Scalar y) in new[] { (true, trueLeft, trueRight), (false, falseLeft, falseRight) })
        {
            // That two ranges differ says something of their ends only if one is a constant.
            bool isNotEqual = operation == (isTaken ? JumpOperation.NotEqual : JumpOperation.Equal);
            if (isNotEqual && ends.A != ends.B && ends.C != ends.D)
                continue;
            Assert.Equal((pairs[isTaken].Min(p => p.x), pairs[isTaken].Max(p => p.x)), (x.S32Min, x.S32Max));
            Assert.Equal((pairs[isTaken].Min(p => p.y), pairs[isTaken].Max(p => p.y)), (y.S32Min, y.S32Max));
        }
    }

    private static IEnumerable<long> Between(long min, long max)
    {
        for (long x = min; x <= max; x++)
            yield return x;
    }

    private static Scalar Range(long min, long max)
    {
        Scalar scalar = Scalar.Unknown;
        (scalar.SMin, scalar.SMax) = (min, max);
        scalar.Sync();
        return scalar;
    }
}
