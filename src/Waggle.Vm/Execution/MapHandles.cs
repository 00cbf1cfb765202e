namespace Waggle.Vm.Execution;

/// <summary>The numbers that stand for maps in registers.</summary>
/// <remarks>No addresses: a program that makes one up gets at the maps that it was loaded with, or at none. The maps of a program come
/// first; those that it finds in maps of maps follow, as long as the run lasts.</remarks>
internal static class MapHandles
{
    // Not canonical as an address of x86-64 or arm64, so that nothing is mistaken for one.
    private const ulong Base = 0x5742_4d41_0000_0000;

    /// <summary>The number of a map of the program.</summary>
    internal static ulong Of(int index) => Base + (uint)index;

    /// <summary>Place of the map that a number stands for; a large number if it stands for none.</summary>
    internal static ulong IndexOf(ulong handle) => handle - Base;
}
