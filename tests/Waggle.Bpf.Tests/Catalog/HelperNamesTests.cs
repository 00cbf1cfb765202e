using Waggle.Bpf.Catalog;

namespace Waggle.Bpf.Tests.Catalog;

public class HelperNamesTests
{
    [Fact]
    public void All_IsEveryNumberOfTheClosedList() =>
        Assert.Equal(Enumerable.Range(1, 211), HelperNames.All.Select(helper => helper.Number));

    [Fact]
    public void Since_NeverFallsWithTheNumber() // numbers are given in order of release
    {
        Version[] versions = [.. HelperNames.All.Select(helper => Version.Parse(helper.Since))];

        Assert.Equal(versions.Order(), versions);
        Assert.Equal((new Version(3, 19), new Version(6, 2)), (versions[0], versions[^1]));
    }

    [Theory]
    [InlineData(1, "bpf_map_lookup_elem")]
    [InlineData(131, "bpf_ringbuf_reserve")]
    [InlineData(211, "bpf_cgrp_storage_delete")]
    public void NameOf_AndNumberOf_AreInverse(int number, string name)
    {
        Assert.Equal(name, HelperNames.NameOf(number));
        Assert.Equal(number, HelperNames.NumberOf(name));
    }

    [Theory, InlineData(0), InlineData(-1), InlineData(212), InlineData(int.MaxValue)]
    public void NameOf_NoHelper_IsNull(int number) => Assert.Null(HelperNames.NameOf(number));

    [Fact]
    public void NumberOf_NoHelper_IsNull() => Assert.Null(HelperNames.NumberOf("bpf_no_such_helper"));
}
