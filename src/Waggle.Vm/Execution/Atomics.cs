using System.Runtime.CompilerServices;

namespace Waggle.Vm.Execution;

/// <summary>The atomic operations of the instruction set, each of which returns what was there before. All are fully ordered, as in Linux.</summary>
/// <remarks>Never inlined: where RyuJIT (.NET 10.0) sees an interlocked operation in compiled code, it takes the upper half of a register
/// for zero behind a 32-bit compare and exchange that succeeds, which leaves it as it was, and it moves an addition whose result has one
/// use behind a load that follows it. The last cases of atomics.isa show both.</remarks>
internal static unsafe class Atomics
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static ulong FetchAdd(ulong* place, ulong operand) => Interlocked.Add(ref *place, operand) - operand;

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static uint FetchAdd(uint* place, uint operand) => Interlocked.Add(ref *place, operand) - operand;

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static ulong FetchOr(ulong* place, ulong operand) => Interlocked.Or(ref *place, operand);

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static uint FetchOr(uint* place, uint operand) => Interlocked.Or(ref *place, operand);

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static ulong FetchAnd(ulong* place, ulong operand) => Interlocked.And(ref *place, operand);

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static uint FetchAnd(uint* place, uint operand) => Interlocked.And(ref *place, operand);

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static ulong Exchange(ulong* place, ulong operand) => Interlocked.Exchange(ref *place, operand);

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static uint Exchange(uint* place, uint operand) => Interlocked.Exchange(ref *place, operand);

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static ulong CompareExchange(ulong* place, ulong value, ulong expected) => Interlocked.CompareExchange(ref *place, value, expected);

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static uint CompareExchange(uint* place, uint value, uint expected) => Interlocked.CompareExchange(ref *place, value, expected);

    // .NET has no atomic exclusive or.
    internal static ulong FetchXor(ulong* place, ulong operand)
    {
        ulong seen = Volatile.Read(ref *place);
        while (true)
        {
            ulong before = Interlocked.CompareExchange(ref *place, seen ^ operand, seen);
            if (before == seen) return before;
            seen = before;
        }
    }

    internal static uint FetchXor(uint* place, uint operand)
    {
        uint seen = Volatile.Read(ref *place);
        while (true)
        {
            uint before = Interlocked.CompareExchange(ref *place, seen ^ operand, seen);
            if (before == seen) return before;
            seen = before;
        }
    }
}
