namespace Waggle.Probes.Processes;

using System.Runtime.CompilerServices;

/// <summary>Arguments of a program, a zero byte after each, cut to fit.</summary>
[InlineArray(Length)]
public struct Arguments
{
    /// <summary>Bytes.</summary>
    public const int Length = 512;

    private byte _first;
}
