using System.Text;
using Waggle.Vm.Execution;

namespace UnitTest;

/// <summary>The world as the program sees it: a clock that the test moves, and a page that it prints to.</summary>
internal sealed class TestHost : VmHost
{
    public ulong Now { get; set; }

    public List<string> Printed { get; } = [];

    public override ulong MonotonicNanoseconds => Now;

    public override void Print(ReadOnlySpan<byte> text) => Printed.Add(Encoding.UTF8.GetString(text).TrimEnd('\n'));
}
