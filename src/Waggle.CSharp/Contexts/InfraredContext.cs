using System.Runtime.InteropServices;

namespace Waggle.CSharp;

/// <summary>What an infrared receiver saw.</summary>
/// <remarks></remarks>
[StructLayout(LayoutKind.Sequential)]
public partial struct InfraredContext
{
    private readonly uint _sample;

    /// <summary>A pulse or pause: microseconds in the low 24 bits, the kind in the high eight.</summary>
    public readonly uint Sample => _sample;

    /// <summary>Microseconds.</summary>
    public readonly uint Duration => _sample & 0xff_ffff;

    /// <summary>Whether it was a pulse and not a pause.</summary>
    public readonly bool IsPulse => _sample >> 24 == 1;
}
