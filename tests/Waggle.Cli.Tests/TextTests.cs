using System.Text.Json;
using Waggle.Agent.Signals;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Sinks;
using Waggle.Cli.Views;

namespace Waggle.Cli.Tests;

public class TextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("naïve 名", "naïve 名")]
    [InlineData("a\nb\tc", "a\\nb\\tc")]
    [InlineData("\u001b[2J", "\\x1b[2J")]
    [InlineData("\u0085", "\\x85")]
    [InlineData("\u202etxt.exe", "\\x202etxt.exe")]
    public void Clean_TextOfOthers_CanNotSteerTheTerminal(string text, string expected) => Assert.Equal(expected, SafeText.Clean(text));

    [Fact]
    public void JoinArguments_WithSpecialCharacters_ReadsAsAShellWouldReadIt() =>
        Assert.Equal("sh -c 'echo \"$1\"' '' 'it'\\''s'", SafeText.JoinArguments(["sh", "-c", "echo \"$1\"", "", "it's"]));

    [Theory]
    [InlineData(0, "0 ns")]
    [InlineData(999, "999 ns")]
    [InlineData(999.9, "1 µs")]
    [InlineData(1_250, "1.25 µs")]
    [InlineData(32_768_000, "32.8 ms")]
    [InlineData(4.2e9, "4.2 s")]
    [InlineData(185e9, "3 m 05 s")]
    [InlineData(7.5e12, "2 h 05 m")]
    public void Time_OfAnyLength_HasThreeDigits(double nanoseconds, string expected) => Assert.Equal(expected, Quantity.Time(nanoseconds));

    [Theory]
    [InlineData(0UL, "0 B")]
    [InlineData(999UL, "999 B")]
    [InlineData(1_250UL, "1.25 kB")]
    [InlineData(999_600UL, "1 MB")]
    [InlineData(ulong.MaxValue, "18447 PB")]
    public void Bytes_OfAnyNumber_HasThreeDigits(ulong bytes, string expected) => Assert.Equal(expected, Quantity.Bytes(bytes));

    [Theory]
    [InlineData(0.04, "0.0")]
    [InlineData(950.4, "950")]
    [InlineData(12_340, "12.3k")]
    [InlineData(1_234_000, "1.2M")]
    public void Rate_OfAnySize_IsShort(double rate, string expected) => Assert.Equal(expected, Quantity.Rate(rate));

    [Fact]
    public void Split_AtTheFirstDashes_LeavesLaterOnesToTheCommand()
    {
        string[] own = Invocation.Split(["trace", "exec", "--", "sh", "--", "x"], out IReadOnlyList<string>? followed);

        Assert.Equal(["trace", "exec"], own);
        Assert.Equal(["sh", "--", "x"], followed);
    }

    [Fact]
    public void JsonLine_OfAnExec_IsOneLineWithFieldsAsScriptsExpect()
    {
        using MemoryStream output = new();
        using JsonLineSink<ExecSignal> sink = new(output, SignalJson.Lines.ExecSignal);
        sink.Write(new ExecSignal(new EventTime(1_795_370_709_000_000_042), 7, 1, 0, "sh", "/bin/sh", ["sh", "-c", "a\nb \"é\""], false, 0));

        string text = System.Text.Encoding.UTF8.GetString(output.ToArray());
        Assert.Equal(1, text.Count(c => c == '\n'));
        using JsonDocument line = JsonDocument.Parse(text);
        Assert.Equal(
            ["event", "time", "pid", "ppid", "uid", "comm", "file", "args", "args_cut", "ret"],
            line.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal("2026-11-22T18:05:09.000000042Z", line.RootElement.GetProperty("time").GetString());
        Assert.Equal("a\nb \"é\"", line.RootElement.GetProperty("args")[2].GetString());
    }

    [Fact]
    public void TraceLine_OfAnIPv6Connection_PutsAddressesInBrackets()
    {
        string line = TraceLines.Connect(new ConnectSignal(default, 7, 1, 0, "curl", 6, "::1", 4000, "2001:db8::2", 443, 1_250, -111));

        Assert.EndsWith(" 6      1.25 µs  -111 [::1]:4000 -> [2001:db8::2]:443", line, StringComparison.Ordinal);
    }

    [Fact]
    public void TraceLine_OfASignal_NamesIt()
    {
        string line = TraceLines.Exit(new ExitSignal(default, 7, 1, 0, "sh", 0, 11, true, 2_000_000));

        Assert.EndsWith("       2 ms signal 11 (SEGV), core dumped", line, StringComparison.Ordinal);
    }
}
