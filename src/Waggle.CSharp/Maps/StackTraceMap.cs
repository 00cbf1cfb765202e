using System.Runtime.CompilerServices;
using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>Stacks by number: equal stacks are kept once (Linux 4.6).</summary>
[MapKind(MapType.StackTrace, Key = typeof(uint), Value = typeof(StackAddresses), Entries = 16_384)]
public sealed class StackTraceMap
{
    /// <summary>Keeps the stack at the hook (<c>bpf_get_stackid</c>, Linux 4.6). GPL only.</summary>
    /// <param name="flags">Which stack, and how.</param>
    /// <returns>Its number, or a negative errno: EEXIST if another stack has the place, EFAULT if there is none.</returns>
    public int Capture(StackFlags flags = StackFlags.None) => (int)GetStackId(ref ProgramContext.Current, this, (ulong)flags);

    [Helper(27, Since = "4.6")]
    private static long GetStackId(ref byte context, object map, ulong flags) =>
        (long)BpfHost.Current.Call(27, BpfHost.Address(in context), BpfHost.Current.AddressOf(map), flags);
}

/// <summary>The addresses of a stack, the innermost first, and zeros behind them.</summary>
[InlineArray(127)]
public struct StackAddresses
{
    private ulong _first;
}
