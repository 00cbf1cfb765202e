using Waggle.Linux.Features;

namespace Waggle.Linux.Tests.Features;

public class FeatureNamesTests
{
    [Theory]
    [InlineData("PerCpuHash", "percpu_hash")]
    [InlineData("LruPerCpuHash", "lru_percpu_hash")]
    [InlineData("CgroupSockAddr", "cgroup_sock_addr")]
    [InlineData("Xdp", "xdp")]
    public void SnakeCase_Name_IsAsBpftoolWritesIt(string name, string expected) => Assert.Equal(expected, FeatureNames.SnakeCase(name));
}
