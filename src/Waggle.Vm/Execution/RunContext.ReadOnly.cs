using Waggle.Vm.Memory;

namespace Waggle.Vm.Execution;

internal sealed unsafe partial class RunContext
{
    /// <summary>Values that can't be written, of a map that a load was last found in.</summary>
    internal ulong ReadOnlyStart;

    /// <summary>The number of addresses in them at which any access lies inside.</summary>
    internal ulong ReadOnlyRoom;

    /// <summary>Notes where a load was allowed, if that is in values that can't be written: <see cref="RecentStart"/> is not for those.</summary>
    internal void RememberReadOnly(ulong address)
    {
        if (!FindValue(address, out _, out MemoryRange range) || range.IsWritable) return;
        (ReadOnlyStart, ReadOnlyRoom) = (range.Start, range.Length >= sizeof(ulong) ? range.Length - sizeof(ulong) + 1 : 0);
    }
}
