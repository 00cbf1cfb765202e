namespace Waggle.Vm.Execution;

/// <summary>Where a program wants a packet to go.</summary>
/// <param name="Interface">Number of the interface; of a redirect by a map what the entry says.</param>
/// <param name="IsIngress">Whether it is to arrive there, and not to leave.</param>
/// <param name="Flags">The flags that the program gave.</param>
internal readonly record struct PacketRedirect(uint Interface, bool IsIngress, ulong Flags)
{
    /// <summary>The map of a redirect by a map.</summary>
    internal Maps.VmMap? Map { get; init; }

    /// <summary>The key in that map.</summary>
    internal ulong Key { get; init; }
}
