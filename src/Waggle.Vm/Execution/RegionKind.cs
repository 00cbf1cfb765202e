namespace Waggle.Vm.Execution;

/// <summary>What a piece of memory is to a run.</summary>
internal enum RegionKind : byte
{
    /// <summary>Packet data.</summary>
    Packet,

    /// <summary>A record that was reserved in a ring buffer.</summary>
    Record,

    /// <summary>Memory that the host lends.</summary>
    Host,
}
