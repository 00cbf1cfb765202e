using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Waggle.CSharp;

/// <summary>An IPv6 address as packets and the kernel hold it: four 32-bit words, the first one first.</summary>
[InlineArray(4)]
public struct IPv6Address
{
    private NetworkUInt32 _first;

    /// <summary>Whether both are the same address.</summary>
    public static bool Same(in IPv6Address left, in IPv6Address right) =>
        left[0] == right[0] && left[1] == right[1] && left[2] == right[2] && left[3] == right[3];

    /// <summary>The address in its usual form.</summary>
    public override readonly string ToString() =>
        new System.Net.IPAddress(MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in _first, 4))).ToString();
}
