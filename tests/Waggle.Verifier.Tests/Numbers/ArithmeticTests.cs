using CsCheck;
using Waggle.Bpf.Instructions;
using Waggle.Verifier.Numbers;
using Waggle.Verifier.Tests.Proofs;

namespace Waggle.Verifier.Tests.Numbers;

public class ArithmeticTests
{
    public static MatrixTheoryData<AluOperation, bool> Operations => new(Enum.GetValues<AluOperation>(), [false, true]);

    /// <summary>Every fourth pair of all ranges between edges: enough to meet each border with each other.</summary>
    [Theory, MemberData(nameof(Operations))]
    public void Apply_RangesBetweenEdges_IncludesEachResult(AluOperation operation, bool is64)
    {
        Scalar[] all = [.. Samples.Ranges()];
        ulong[][] members = [.. all.Select(s => Samples.EdgesIn(s))];
        for (int i = 0; i < all.Length; i++)
        {
            for (int j = i & 3; j < all.Length; j += 4)
            {
                Scalar result = all[i];
                Arithmetic.Apply(operation, is64, ref result, all[j]);
                foreach (ulong x in members[i])
                {
                    foreach (ulong y in members[j])
                    {
                        ulong number = Samples.Compute(operation, is64, x, y);
                        if (!result.Includes(number) || !result.IsConsistent)
                            Assert.Fail($"{all[i]} {operation} {all[j]} is {result}, without 0x{number:x} of 0x{x:x} and 0x{y:x}");
                    }
                }
            }
        }
    }

    /// <summary>All ranges of few numbers round 0, whose results are ranges: nothing is given away.</summary>
    [Theory]
    [InlineData(AluOperation.Add)]
    [InlineData(AluOperation.Subtract)]
    [InlineData(AluOperation.Multiply)]
    [InlineData(AluOperation.Negate)]
    public void Apply_SmallSignedRanges_KnowsTheEndsOfTheResult(AluOperation operation)
    {
        for (long a = -4; a <= 4; a++)
        {
            for (long b = a; b <= 4; b++)
            {
                for (long c = -4; c <= 4; c++)
                {
                    for (long d = c; d <= 4; d++)
                    {
                        Scalar result = Signed(a, b);
                        Arithmetic.Apply(operation, is64: true, ref result, Signed(c, d));

                        var numbers = (from x in Between(a, b) from y in Between(c, d) select (long)Samples.Compute(operation, true, (ulong)x, (ulong)y)).ToList();
                        Assert.Equal((numbers.Min(), numbers.Max()), (result.SMin, result.SMax));
                    }
                }
            }
        }
    }

    /// <summary>Each step of a chain of random operations and branches includes the numbers of a concrete run.</summary>
    [Fact]
    public void Apply_RandomChains_IncludeTheConcreteRun()
    {
        Gen<ulong> number = Gen.OneOf(Gen.Int[0, Samples.Edges.Length - 1].Select(i => Samples.Edges[i]), Gen.ULong, Gen.ULong[0, 300]);
        Gen<(int, int, bool, ulong)> step = Gen.Select(Gen.Int[0, 30], Gen.Int[0, 5], Gen.Bool, number);

        Gen.Select(number, number, step.Array[1, 40]).Sample((first, second, steps) =>
        {
            ulong[] values = [first, second];
            Scalar[] scalars = [Scalar.Unknown, Scalar.Unknown];
            foreach ((int kind, int place, bool isWide, ulong constant) in steps)
            {
                int left = place & 1;
                // A register or a constant; shifts by a constant that is small enough.
                bool isConstant = place > 1;
                ulong value = isConstant ? constant : values[1 - left];
                if (kind < 14)
                {
                    var operation = (AluOperation)(kind << 4);
                    if (operation is AluOperation.ShiftLeft or AluOperation.ShiftRight or AluOperation.ShiftRightArithmetic && isConstant)
                        value &= isWide ? 63u : 31u;
                    Scalar source = isConstant ? Scalar.Constant(value) : scalars[1 - left];
                    Arithmetic.Apply(operation, isWide, ref scalars[left], source);
                    values[left] = Samples.Compute(operation, isWide, values[left], value);
                }
                else if (kind < 28)
                {
                    JumpOperation operation = ComparisonProofTests.All[(kind - 14) % ComparisonProofTests.All.Length];
                    Scalar right = isConstant ? Scalar.Constant(value) : scalars[1 - left];
                    bool isTaken = Samples.Holds(operation, isWide, values[left], value);
                    int outcome = Comparison.Outcome(scalars[left], right, operation, isWide);
                    Assert.NotEqual(isTaken ? 0 : 1, outcome);
                    if (outcome >= 0)
                        continue;
                    Comparison.Assume(ref scalars[left], ref right, operation, isWide, isTaken);
                    if (!isConstant)
                        scalars[1 - left] = right;
                }
                else
                {
                    int size = 1 << (kind - 28);
                    scalars[left].SignExtend(size);
                    values[left] = (ulong)((long)(values[left] << (64 - 8 * size)) >> (64 - 8 * size));
                }
                Assert.True(scalars[0].Includes(values[0]) && scalars[1].Includes(values[1]), $"{scalars[0]} {scalars[1]} {values[0]:x} {values[1]:x}");
                Assert.True(scalars[0].IsConsistent && scalars[1].IsConsistent, $"{scalars[0]} {scalars[1]}");
            }
        }, iter: 20_000);
    }

    [Fact]
    public void Splits_ZeroOrMinusOneAndAConstant_MakesTwoStates()
    {
        Scalar sign = Scalar.Unknown;
        Arithmetic.Apply(AluOperation.ShiftRightArithmetic, is64: true, ref sign, Scalar.Constant(63));

        bool isSplit = Arithmetic.Splits(AluOperation.And, ref sign, Scalar.Constant(7), out Scalar zero);

        Assert.True(isSplit);
        Assert.Equal((Scalar.Constant(ulong.MaxValue), Scalar.Constant(0)), (sign, zero));
    }

    private static IEnumerable<long> Between(long min, long max)
    {
        for (long x = min; x <= max; x++)
            yield return x;
    }

    private static Scalar Signed(long min, long max)
    {
        Scalar scalar = Scalar.Unknown;
        (scalar.SMin, scalar.SMax) = (min, max);
        scalar.Sync();
        return scalar;
    }
}
