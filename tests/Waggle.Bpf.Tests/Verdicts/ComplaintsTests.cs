using Waggle.Bpf.Verdicts;

namespace Waggle.Bpf.Tests.Verdicts;

public class ComplaintsTests
{
    [Fact]
    public void Rows_EachMessage_FindsItsOwnRow()
    {
        Assert.InRange(Complaints.Rows.Length, 60, int.MaxValue);
        foreach (Complaint row in Complaints.Rows)
        {
            string message = System.Text.RegularExpressions.Regex.Replace(row.Pattern, @"\{\w+\}", "7");

            Complaint? found = Complaints.Find(message, out var captures);

            Assert.Same(row, found);
            Assert.DoesNotContain('{', row.Explain(captures));
            Assert.NotEmpty(row.Remedy);
        }
    }

    [Theory]
    [InlineData("R{reg} !read_ok", "R5 !read_ok", "reg", "5")]
    [InlineData("a {x} b {y}", "a 1 2 b 3 4", "y", "3 4")]
    [InlineData("verifier bug", "verifier bug: anything", null, null)]
    public void TryMatch_Fitting_TakesWhatStandsAtTheNames(string pattern, string line, string? name, string? value)
    {
        Assert.True(ComplaintPattern.TryMatch(pattern, line, out var captures));

        if (name is not null) Assert.Equal(value, captures[name]);
    }

    [Theory]
    [InlineData("R{reg} !read_ok", "R5 is invalid")]
    [InlineData("R{reg} !read_ok", "")]
    [InlineData("R{reg}", "r5")]
    public void TryMatch_Other_DoesNot(string pattern, string line) => Assert.False(ComplaintPattern.TryMatch(pattern, line, out _));
}
