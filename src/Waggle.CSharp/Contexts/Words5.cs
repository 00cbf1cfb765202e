using System.Runtime.CompilerServices;

namespace Waggle.CSharp;

/// <summary>Five 32-bit words: scratch memory of a packet.</summary>
[InlineArray(5)]
internal struct Words5
{
    private uint _first;
}
