using Waggle.Linux.Links;

namespace Waggle.Linux.Tests.Links;

public class MountTableTests
{
    private const string Table = """
        22 28 0:20 / /sys rw,nosuid shared:7 - sysfs sysfs rw
        31 22 0:7 /part /mnt/part rw - tracefs tracefs rw
        32 22 0:7 / /sys/kernel/my\040tracing rw,nosuid shared:1 master:2 - tracefs tracefs rw
        33 22 0:8 / /x rw -
        """;

    [Theory]
    [InlineData("tracefs", "/sys/kernel/my tracing")]
    [InlineData("sysfs", "/sys")]
    [InlineData("bpf", null)]
    public void FindMountPoint_FileSystem_IsWhereTheWholeOfItIs(string fileSystem, string? expected) =>
        Assert.Equal(expected, MountTable.FindMountPoint(fileSystem, Table));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("1 2 3")]
    [InlineData("a b c d e f -")]
    public void FindMountPoint_BrokenLines_AreSkipped(string table) => Assert.Null(MountTable.FindMountPoint("tracefs", table));
}
