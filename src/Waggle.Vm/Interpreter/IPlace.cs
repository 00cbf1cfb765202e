using System.Runtime.CompilerServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>Memory that an access of at most eight bytes may be to.</summary>
internal unsafe interface IPlace
{
    /// <summary>Whether all of the access is there. It may say no where one at the very end would be.</summary>
    static abstract bool Holds(RunContext run, ulong address, int size, ulong* r);
}

/// <summary>The frame of the function.</summary>
internal readonly unsafe struct InFrame : IPlace
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Holds(RunContext run, ulong address, int size, ulong* r) =>
        address - (r[10] - RunContext.FrameSize) <= (ulong)(RunContext.FrameSize - size);
}

/// <summary>The writable region that an access was last found in.</summary>
internal readonly unsafe struct InRecent : IPlace
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Holds(RunContext run, ulong address, int size, ulong* r) => address - run.RecentStart < run.RecentRoom;
}

/// <summary>The packet.</summary>
internal readonly unsafe struct InPacket : IPlace
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Holds(RunContext run, ulong address, int size, ulong* r) => address - run.PacketStart < size switch
    {
        1 => run.PacketRoom1,
        2 => run.PacketRoom2,
        4 => run.PacketRoom4,
        _ => run.PacketRoom8,
    };
}

/// <summary>The values of a map that programs can't write, where a load was last found.</summary>
internal readonly unsafe struct InReadOnly : IPlace
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Holds(RunContext run, ulong address, int size, ulong* r) => address - run.ReadOnlyStart < run.ReadOnlyRoom;
}
