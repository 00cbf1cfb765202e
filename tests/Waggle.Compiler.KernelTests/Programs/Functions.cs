namespace Waggle.Compiler.KernelTests.Programs;

using System.Runtime.CompilerServices;
using Waggle.CSharp;

/// <summary>Methods that stay functions, and lambdas that helpers or methods call.</summary>
[BpfProgram]
public static class Functions
{
    internal static ulong s_result;

    [RawTracepoint("sys_enter")]
    private static void CallWithNumbers(ulong a, ulong b) => s_result = Mix(a, b) + Mix(b, a) * 3;

    [RawTracepoint("sys_enter")]
    private static void CallWithNarrowNumbers(ulong a, ulong b) =>
        s_result = (ulong)(long)Narrow((sbyte)a, (ushort)b, (int)a) ^ (ulong)Narrow((sbyte)b, (ushort)a, (int)b);

    [RawTracepoint("sys_enter")]
    private static void CallWithReference(ulong a, ulong b)
    {
        ulong sum = a;
        AddTo(ref sum, b);
        AddTo(ref sum, a >> 3);
        s_result = sum;
    }

    [RawTracepoint("sys_enter")]
    private static void CallWithStructs(ulong a, ulong b)
    {
        var large = new Large { First = a, Second = b, Third = (uint)(a ^ b) };
        var small = new Small { Low = (uint)a, High = (uint)(b >> 7) };
        ulong result = Fold(large, small);
        s_result = result + large.First + small.Low; // what the function did to its own copies does not show here
    }

    [RawTracepoint("sys_enter")]
    private static void CallThatReturnsStruct(ulong a, ulong b)
    {
        Small swapped = Swap(new Small { Low = (uint)a, High = (uint)b });
        s_result = (ulong)swapped.Low << 32 | swapped.High;
    }

    [RawTracepoint("sys_enter")]
    private static void CallOfPredicate(ulong a, ulong b) => s_result = (IsOdd(a) ? 1UL : 2) + (IsOdd(b) && !IsOdd(a + b) ? 10UL : 20);

    [RawTracepoint("sys_enter")]
    private static void CallOfCaller(ulong a, ulong b) => s_result = Outer(a) - Outer(b);

    [RawTracepoint("sys_enter")]
    private static void CallOfGeneric(ulong a, ulong b) => s_result = SizePlus<byte>(a) ^ SizePlus<Large>(b);

    [RawTracepoint("sys_enter")]
    private static void CallOfStructMethod(ulong a, ulong b)
    {
        var counter = new Counter { Value = a };
        counter.Add(b);
        counter.Add(5);
        s_result = counter.Value;
    }

    [RawTracepoint("sys_enter")]
    private static void ChangeGlobalInFunction(ulong a, ulong b)
    {
        s_result = a;
        AddToResult(b);
    }

    [RawTracepoint("sys_enter")]
    private static void LoopWithLambda(ulong a, ulong b)
    {
        var state = new Large { First = a, Second = b };
        Bpf.Loop((uint)(a & 63), static (uint i, ref Large s) =>
        {
            s.First += s.Second ^ i;
            return LoopControl.Continue;
        }, ref state);
        s_result = state.First;
    }

    [RawTracepoint("sys_enter")]
    private static void LoopThatStops(ulong a, ulong b)
    {
        ulong left = b & 0xff;
        int rounds = Bpf.Loop(100, TakeOne, ref left);
        s_result = left + (ulong)rounds * 1000 + a;
    }

    [RawTracepoint("sys_enter")]
    private static void LoopInLoop(ulong a, ulong b)
    {
        ulong sum = a & 0xffff;
        Bpf.Loop((uint)(b & 7), static (uint i, ref ulong outer) =>
        {
            Bpf.Loop(i, static (uint j, ref ulong inner) =>
            {
                inner += j;
                return LoopControl.Continue;
            }, ref outer);
            return LoopControl.Continue;
        }, ref sum);
        s_result = sum;
    }

    [RawTracepoint("sys_enter")]
    private static void LambdaCompiledInPlace(ulong a, ulong b) => s_result = Twice(a, static x => x * 3 + 1) + Twice(b, Half);

    [RawTracepoint("sys_enter")]
    private static void Tuples(ulong a, ulong b)
    {
        (ulong least, ulong most) = Sort(a, b);
        (least, most) = (most - least, least);
        s_result = least * 3 + most;
    }

    private static (ulong Least, ulong Most) Sort(ulong a, ulong b) => a < b ? (a, b) : (b, a);

    private static ulong Twice(ulong value, Func<ulong, ulong> change) => change(change(value));

    private static ulong Half(ulong value) => value / 2;

    private static LoopControl TakeOne(uint index, ref ulong left)
    {
        if (left == 0) return LoopControl.Stop;
        left--;
        return LoopControl.Continue;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Mix(ulong x, ulong y)
    {
        ulong result = x;
        for (int i = 0; i < 5; i++) result = result * 31 + (y >> i);
        return result;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Narrow(sbyte x, ushort y, int z) => x * y - z;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddTo(ref ulong sum, ulong value) => sum += value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Fold(Large large, Small small)
    {
        large.First += large.Second;
        small.Low++;
        return large.First ^ large.Third + (ulong)small.Low * small.High;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Small Swap(Small small) => new() { Low = small.High, High = small.Low };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsOdd(ulong value) => (value & 1) != 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Outer(ulong value) => Mix(value, 7) ^ (IsOdd(value) ? 99UL : 1);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong SizePlus<T>(ulong value) where T : unmanaged => value + (ulong)Unsafe.SizeOf<T>();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddToResult(ulong value) => s_result += value;

    private struct Large
    {
        public ulong First;
        public ulong Second;
        public ulong Third;
    }

    private struct Small
    {
        public uint Low;
        public uint High;
    }

    private struct Counter
    {
        public ulong Value;

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Add(ulong value) => Value += value;
    }
}
