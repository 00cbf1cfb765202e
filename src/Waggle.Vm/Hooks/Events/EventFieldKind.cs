namespace Waggle.Vm.Hooks.Events;

/// <summary>What a field of an event holds: <c>enum waggle_kind</c> of waggle_events.h.</summary>
public enum EventFieldKind : byte
{
    /// <summary>No value.</summary>
    Null = 0,

    /// <summary>A whole number, character, Boolean or enumeration, as 64 bits; a time as nanoseconds since 1970, a time span as nanoseconds.</summary>
    Integer = 1,

    /// <summary>A floating-point number, as the bits of a double.</summary>
    Real = 2,

    /// <summary>Text in UTF-8.</summary>
    Text = 3,

    /// <summary>Bytes; a GUID's 16.</summary>
    Bytes = 4,

    /// <summary>An object of some other type, of which nothing is told.</summary>
    Object = 5,
}
