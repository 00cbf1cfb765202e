namespace Waggle.Vm.Code;

/// <summary>What a register is thought to point to.</summary>
internal enum PointerKind : byte
{
    /// <summary>Not known, or a number.</summary>
    Unknown,

    /// <summary>The frame of the function; the offset counts from its end, as r10 does.</summary>
    Frame,

    /// <summary>A frame of a function further up: what a caller gave.</summary>
    Stack,

    /// <summary>The context.</summary>
    Context,

    /// <summary>Packet data.</summary>
    Packet,

    /// <summary>A value of a map.</summary>
    MapValue,

    /// <summary>A map, as helpers take it.</summary>
    Map,
}
