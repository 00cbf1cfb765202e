using Waggle.Verifier.Kernels;

namespace Waggle.Verifier.Tests.Kernels;

public class KernelVersionTests
{
    [Theory]
    [InlineData("6.12", 6, 12)]
    [InlineData("6.12.3-foo", 6, 12)]
    [InlineData("5.10.0-33-cloud-amd64", 5, 10)]
    [InlineData("6.18-rc1", 6, 18)]
    [InlineData("6.1+", 6, 1)]
    public void Parse_Version_KeepsItsFirstTwoNumbers(string text, int major, int minor) =>
        Assert.Equal(new KernelVersion(major, minor), KernelVersion.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("6")]
    [InlineData("6.")]
    [InlineData(".12")]
    [InlineData("v6.12")]
    [InlineData("6.x")]
    [InlineData("6.12rc1")]
    [InlineData("-6.12")]
    [InlineData("6. 12")]
    [InlineData("99999999999.1")]
    public void Parse_SomethingElse_SaysWhatWasExpected(string text)
    {
        var error = Assert.Throws<FormatException>(() => KernelVersion.Parse(text));

        Assert.Contains($"\"{text}\"", error.Message, StringComparison.Ordinal);
        Assert.Contains("\"6.18\"", error.Message, StringComparison.Ordinal);
        Assert.False(KernelVersion.TryParse(text, out _));
    }

    [Fact]
    public void Order_OfTheKnownOnes_IsByNumberNotByText()
    {
        Assert.Equal(["5.10", "5.15", "6.1", "6.6", "6.12", "6.18"], KernelVersion.Known.Select(v => v.ToString()));
        Assert.Equal(KernelVersion.Known, KernelVersion.Known.Reverse().Order());
        Assert.True(new KernelVersion(6, 6) < new KernelVersion(6, 12));
        Assert.True(new KernelVersion(5, 15) <= new KernelVersion(6, 1));
        Assert.True(KernelVersion.Latest >= new KernelVersion(6, 18));
        Assert.True(KernelVersion.Latest > new KernelVersion(6, 17));
    }
}
