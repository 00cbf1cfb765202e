using Waggle.Verifier.Numbers;

namespace Waggle.Verifier.Tests.Numbers;

/// <summary>What two scalars include, their union includes.</summary>
public class UnionTests
{
    [Fact]
    public void Union_RangesBetweenEdges_IncludesBothAndKnowsWhatBothKnow()
    {
        Scalar[] all = [.. Samples.Ranges()];
        foreach (Scalar left in all)
        {
            foreach (Scalar right in all)
            {
                Scalar union = left.Union(right);
                if (!union.Includes(left) || !union.Includes(right)) Assert.Fail($"{left} or {right} is {union}");
                if (union.UMax > Math.Max(left.UMax, right.UMax) || union.SMin < Math.Min(left.SMin, right.SMin)) Assert.Fail($"{left} or {right} is {union}, which is too much");
            }
        }
    }

    [Fact]
    public void Union_Tristates_KeepsTheBitsThatAgree()
    {
        Assert.Equal(new Tristate(0b1000, 0b0110), new Tristate(0b1010, 0b0100).Union(new Tristate(0b1000, 0b0000)));
        Assert.Equal(Tristate.Constant(7), Tristate.Constant(7).Union(Tristate.Constant(7)));
    }
}
