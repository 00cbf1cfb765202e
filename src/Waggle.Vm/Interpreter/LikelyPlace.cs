namespace Waggle.Vm.Interpreter;

/// <summary>Where an access is thought to be to.</summary>
internal enum LikelyPlace : byte
{
    /// <summary>Not known.</summary>
    Anywhere,

    /// <summary>Where it needs no check.</summary>
    Certain,

    /// <summary>The frame.</summary>
    Frame,

    /// <summary>A packet that programs can write.</summary>
    Packet,

    /// <summary>A packet that they can only read.</summary>
    ReadOnlyPacket,

    /// <summary>Values of a map that they can only read.</summary>
    ReadOnly,
}
