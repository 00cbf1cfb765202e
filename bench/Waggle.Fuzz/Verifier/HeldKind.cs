namespace Waggle.Fuzz.Verifier;

/// <summary>What a register is taken to hold while a program is made.</summary>
internal enum HeldKind : byte
{
    /// <summary>Nothing that may be used.</summary>
    Nothing,

    /// <summary>A number.</summary>
    Number,

    /// <summary>The context.</summary>
    Context,

    /// <summary>A place on the stack.</summary>
    Frame,

    /// <summary>A value in a map.</summary>
    Value,

    /// <summary>The same, or zero.</summary>
    ValueOrNull,

    /// <summary>The packet.</summary>
    Packet,

    /// <summary>Its end.</summary>
    PacketEnd,

    /// <summary>A record of a ring buffer, to be given back.</summary>
    Record,

    /// <summary>The same, or zero.</summary>
    RecordOrNull,
}
