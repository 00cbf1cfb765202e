using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Waggle.CSharp;

/// <summary>Address of a network card: six bytes.</summary>
[InlineArray(Length)]
public struct MacAddress
{
    /// <summary>Bytes.</summary>
    public const int Length = 6;

    private byte _first;

    /// <summary>Whether it stands for many receivers: a multicast or the broadcast address.</summary>
    public readonly bool IsGroup => (this[0] & 1) != 0;

    /// <summary>The address as "02:00:5e:10:00:01".</summary>
    public override readonly string ToString() =>
        Convert.ToHexStringLower(MemoryMarshal.CreateReadOnlySpan(in _first, Length)).Insert(10, ":").Insert(8, ":").Insert(6, ":").Insert(4, ":").Insert(2, ":");
}
