using CsCheck;
using Waggle.Probes.Syscalls;

namespace Waggle.Agent.Tests;

public class SyscallBucketsTests
{
    [Fact]
    public void IndexOf_AnyTime_GivesTheBucketThatHoldsIt()
    {
        Gen.ULong[0, (1UL << 40) - 1].Sample(time =>
        {
            int index = (int)SyscallBuckets.IndexOf(time);

            Assert.True(SyscallBuckets.LowerBound(index) <= time);
            Assert.True(index == SyscallBuckets.Length - 1 || time < SyscallBuckets.LowerBound(index + 1));
        });
    }

    [Theory]
    [InlineData(0UL, 0)]
    [InlineData(3UL, 3)]
    [InlineData(4UL, 4)]
    [InlineData(7UL, 7)]
    [InlineData(8UL, 8)]
    [InlineData(9UL, 8)]
    [InlineData(1023UL, 35)]
    [InlineData(1024UL, 36)]
    [InlineData(ulong.MaxValue, SyscallBuckets.Length - 1)]
    public void IndexOf_EdgeOfABucket_IsExact(ulong time, int expected) => Assert.Equal((uint)expected, SyscallBuckets.IndexOf(time));

    [Fact]
    public void LowerBound_OfEachBucket_GrowsByAQuarterAtMost()
    {
        for (int i = 4; i < SyscallBuckets.Length; i++)
        {
            ulong low = SyscallBuckets.LowerBound(i), high = SyscallBuckets.LowerBound(i + 1);

            Assert.InRange(high, low + 1, low + (low / 4));
        }
    }
}
