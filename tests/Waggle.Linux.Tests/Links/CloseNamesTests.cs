using Waggle.Linux.Links;

namespace Waggle.Linux.Tests.Links;

public class CloseNamesTests
{
    private static readonly string[] s_names = ["sched_process_exec", "sched_process_exit", "sched_process_fork", "block_rq_issue"];

    [Fact]
    public void Suggest_TwoLettersSwapped_PutsTheNearestFirst() =>
        Assert.StartsWith(" Did you mean 'sched_process_exec'", CloseNames.Suggest("sched_process_exce", s_names), StringComparison.Ordinal);

    [Fact]
    public void Suggest_NothingClose_SaysNothing() => Assert.Equal("", CloseNames.Suggest("tcp_probe", s_names));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "abd", 1)]
    [InlineData("abc", "ab", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_Words_IsTheNumberOfEdits(string a, string b, int expected) => Assert.Equal(expected, CloseNames.Distance(a, b, 10));
}
