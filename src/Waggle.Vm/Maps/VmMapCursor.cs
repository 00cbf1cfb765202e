namespace Waggle.Vm.Maps;

/// <summary>A place in a map that a program goes over. Valid inside one run.</summary>
/// <remarks><see cref="Key"/> points to memory of the host: copy it to where the program may look. Must not move between calls while an
/// array's key is used, as that lies in the cursor.</remarks>
internal unsafe struct VmMapCursor
{
    /// <summary>The current key.</summary>
    public byte* Key;

    /// <summary>The current value.</summary>
    public byte* Value;

    internal ulong Position;
    internal void* Next;
    internal uint Index;
}
