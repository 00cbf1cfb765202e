using Waggle.Agent.Sensors;
using Waggle.Agent.Sessions;
using Waggle.Agent.Signals;

namespace Waggle.Agent.Tests;

public class SignalTests
{
    [Fact]
    public void EventTime_WithNanoseconds_PrintsAsRfc3339() =>
        Assert.Equal("2026-11-22T18:05:09.000000042Z", new EventTime(1_795_370_709_000_000_042).ToString());

    [Fact]
    public void KernelClock_Now_IsTheWallClock()
    {
        DateTimeOffset before = DateTimeOffset.UtcNow.AddMilliseconds(-1);
        DateTimeOffset now = new KernelClock().Now.ToDateTimeOffset();

        Assert.InRange(now, before, DateTimeOffset.UtcNow.AddMilliseconds(1));
    }

    [Theory] // numbers of x86-64; compare `strace -e trace=openat -X abbrev`
    [InlineData(0u, "O_RDONLY")]
    [InlineData(0x80000u, "O_RDONLY|O_CLOEXEC")]
    [InlineData(0x241u, "O_WRONLY|O_CREAT|O_TRUNC")]
    [InlineData(0x101000u, "O_RDONLY|O_SYNC")]
    [InlineData(0x200000u, "O_PATH")]
    [InlineData(0x80000002u, "O_RDWR|0x80000000")]
    public void FlagNames_OfKnownFlags_AreTheKernels(uint flags, string expected)
    {
        OpenSignal signal = new(default, 1, 1, 0, "", "", -100, flags, 0, 3);

        Assert.Equal(expected, signal.FlagNames);
    }

    [Fact]
    public void LatencyReport_From_NamesBoundsAndDropsEmptyEnds()
    {
        ulong[] counts = new ulong[32];
        (counts[0], counts[2], counts[31]) = (5, 7, 1);

        LatencyReport report = LatencyReport.From(counts);

        Assert.Equal(13UL, report.Total);
        Assert.Equal(32, report.Buckets.Count);
        Assert.Equal(new LatencyBucket(0, 1, 5), report.Buckets[0]);
        Assert.Equal(new LatencyBucket(2, 4, 7), report.Buckets[2]);
        Assert.Equal(new LatencyBucket(1UL << 30, null, 1), report.Buckets[^1]);
    }

    [Fact]
    public void TextBytes_Split_KeepsEmptyTextsAndACutOne() =>
        Assert.Equal(["sh", "", "-c", "cut"], TextBytes.Split("sh\0\0-c\0cut"u8));

    [Fact]
    public void CommandPath_NameInNoDirectory_SaysSo()
    {
        var error = Assert.Throws<CommandNotFoundException>(() => CommandPath.Find("no-such-command-anywhere"));

        Assert.Equal("no-such-command-anywhere", error.Command);
        Assert.Contains("PATH", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CommandPath_FileThatIsNotExecutable_SaysSo() =>
        Assert.Contains("not executable", Assert.Throws<CommandNotFoundException>(() => CommandPath.Find("/proc/version")).Message, StringComparison.Ordinal);
}
