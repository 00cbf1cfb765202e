namespace Waggle.Probes.Processes;

using System.Runtime.CompilerServices;

/// <summary>Room for one argument of a failed exec.</summary>
[InlineArray(Length)]
internal struct Argument
{
    public const int Length = 64;

    private byte _first;
}
