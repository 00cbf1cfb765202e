using System.Runtime.CompilerServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>What a call on an element of a map is likely to be given: the map, and a key (and a value) in the frame.</summary>
/// <param name="handle">The number that stands for the map.</param>
/// <param name="keySize">Bytes of a key.</param>
/// <param name="valueSize">Bytes of the value that the call reads; 0 if it reads none.</param>
internal readonly unsafe struct ElementArguments(ulong handle, int keySize, int valueSize)
{
    private readonly ulong _keyRoom = (ulong)(RunContext.FrameSize - keySize);
    private readonly ulong _valueRoom = valueSize == 0 ? ulong.MaxValue : (ulong)(RunContext.FrameSize - valueSize);

    /// <summary>Whether it is so; then the helper's contract is kept.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Fit<TMode>(RunContext run, ulong* r) where TMode : struct, IAccessMode
    {
        if (r[1] != handle) return false;
        if (!TMode.IsChecked) return true;
        ulong frame = r[10] - RunContext.FrameSize;
        return run.HeldLock == null && r[2] - frame <= _keyRoom && r[3] - frame <= _valueRoom;
    }
}
