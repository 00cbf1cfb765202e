using CsCheck;
using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Verdicts;

namespace Waggle.Linux.Tests.Verdicts;

public class VerdictsTests
{
    [Fact]
    public void Exception_AnyLog_IsMadeInTwelveLines()
    {
        string[] pieces =
        [
            "0: (b7) r0 = 0 ; R0=0", "from 3 to 7: R0=0", "from 0 to 0: R0=0", "; x = 1; @ a.c:3", "R0 !read_ok", "0: (95) exit", "99999999999999: (95) exit",
            "12: (85) call pc+3", "frame1:", "; @ :", "Unreleased reference id=2 alloc_insn=0", "unreachable insn 99999999999999", "R", "R0=", "5: (7b) *(u64 *)(r10 -8) = r1",
            "5: (79) r1 = *(u64 *)(r10 -8) ; R1=scalar(", "(((", "R99999999999999999 !read_ok", "12: (bf) r99999999999 = r1", "7: (bf) r0 = r1",
        ];
        Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]).Array[0, 30].Sample(lines =>
        {
            var error = new VerifierException("p", "xdp", Errno.Invalid, string.Join('\n', lines));
            return error.Message.Split('\n').Length <= 12;
        });
    }

    [Theory]
    [InlineData("processed 12 insns (limit 1000000) max_states_per_insn 1 total_states 3 peak_states 2 mark_read 0", 12, 3, -1)]
    [InlineData("verification time 42 usec\nstack depth 4\nprocessed 5 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0", 5, 0, 42)]
    public void Statistics_OfALog_AreRead(string log, long instructions, long states, int microseconds)
    {
        VerifierStatistics? read = VerifierStatistics.TryRead(log);

        Assert.Equal((instructions, states), (read!.Instructions, read.States));
        Assert.Equal(microseconds < 0 ? null : TimeSpan.FromMicroseconds(microseconds), read.Time);
        Assert.Null(VerifierStatistics.TryRead("R0 !read_ok"));
    }
}
