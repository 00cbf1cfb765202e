using System.Text;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Tests.Helpers;

/// <summary>A host whose facts are known.</summary>
internal sealed class FakeHost : VmHost
{
    internal List<string> Lines { get; } = [];

    public override ulong ProcessAndThread => 0x0000_0007_0000_0008;

    public override ulong UserAndGroup => 0x0000_0003_0000_0004;

    public override string TaskName => "a-name-that-is-too-long";

    public override ulong CgroupId => 99;

    public override ulong MonotonicNanoseconds => 1_000_000_007;

    public override ulong BootNanoseconds => 2_000_000_007;

    public override ulong AtomicTimeNanoseconds => 3_000_000_007;

    public override ulong AttachCookie => 0xC00C1E;

    public override ulong FunctionAddress => 0xF00;

    public override uint NextRandom() => 4;

    public override ulong AncestorCgroupId(int level) => 100 + (ulong)level;

    public override int GetInterfaceMtu(uint number) => number == 3 ? 1500 : 0;

    public override int FindRoute(Span<byte> lookup, uint flags)
    {
        lookup[8] = 9;
        return lookup[0] == 2 && flags == 1 ? 0 : 3;
    }

    public override void Print(ReadOnlySpan<byte> text) => Lines.Add(Encoding.UTF8.GetString(text));

    public override bool TryReadMemory(ulong address, bool isUserMemory, Span<byte> target)
    {
        if (address != 0x5000 || !isUserMemory || target.Length > 8) return false;
        target.Fill(0x55);
        return true;
    }

    public override int CaptureStack(bool isUserStack, Span<ulong> addresses)
    {
        for (ulong i = 0; i < 3; i++) addresses[(int)i] = 0x100 + i;
        return 3;
    }
}
