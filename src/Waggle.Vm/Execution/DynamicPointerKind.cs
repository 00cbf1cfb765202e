namespace Waggle.Vm.Execution;

/// <summary>What memory a dynptr leads to.</summary>
internal enum DynamicPointerKind : byte
{
    /// <summary>None: making it failed.</summary>
    None,

    /// <summary>Memory of the program.</summary>
    Local,

    /// <summary>A record that was reserved in a ring buffer.</summary>
    Ring,

    /// <summary>A sample of a user ring buffer.</summary>
    UserRing,

    /// <summary>The packet: wherever it lies when the dynptr is used.</summary>
    Packet,
}
