namespace Waggle.Compiler.KernelTests.Programs;

using System.Runtime.CompilerServices;
using Waggle.CSharp;

/// <summary>Loops, structs, references, inline arrays and calls: each method leaves what it computed in s_result.</summary>
[BpfProgram]
public static class Shapes
{
    internal static ulong s_result;
    internal static readonly int s_bound = 20;
    private static Pair s_pair = new() { First = 3, Second = 4 };

    [RawTracepoint("sys_enter")]
    internal static void SumOfALoop(ulong a, ulong b)
    {
        ulong sum = 0;
        for (int i = 0; i < 50; i++) sum += a ^ (ulong)i * b;
        s_result = sum;
    }

    [RawTracepoint("sys_enter")]
    internal static void NestedLoops(ulong a, ulong b)
    {
        uint sum = 0;
        for (uint i = 0; i < 6; i++)
        {
            for (uint j = i; j < 5; j++)
            {
                if ((j ^ i) == (uint)a % 7) continue;
                sum += i * j + (uint)b;
                if (sum > 0xf0000000) break;
            }
        }

        s_result = sum;
    }

    [RawTracepoint("sys_enter")]
    internal static void WhileWithAVariableBound(ulong a, ulong b)
    {
        uint left = (uint)a & 31, steps = 0;
        while (left > 0)
        {
            left--;
            steps += (uint)b & 3;
        }

        s_result = steps;
    }

    [RawTracepoint("sys_enter")]
    internal static void SwapInALoop(ulong a, ulong b)
    {
        ulong x = a, y = b;
        for (int i = 0; i < 7; i++) (x, y) = (y, x + y);
        s_result = x - y;
    }

    [RawTracepoint("sys_enter")]
    internal static void Switching(ulong a, ulong b)
    {
        s_result = ((int)a & 7) switch
        {
            0 => b,
            1 => 11,
            2 => b * 3,
            3 => 13,
            5 => (uint)b,
            _ => 99,
        };
    }

    [RawTracepoint("sys_enter")]
    internal static void EnumSwitch(ulong a, ulong b)
    {
        Kind kind = (Kind)((byte)b & 3);
        switch (kind)
        {
            case Kind.Small: s_result = a & 0xf; break;
            case Kind.Large: s_result = a | 0xf0; break;
            default: s_result = (ulong)kind; break;
        }
    }

    [RawTracepoint("sys_enter")]
    internal static void StructByValue(ulong a, ulong b)
    {
        var pair = new Pair { First = (uint)a, Second = b };
        Pair other = Swap(pair);
        pair.First++;
        s_result = other.First * 3UL + other.Second + pair.First;
    }

    [RawTracepoint("sys_enter")]
    internal static void StructByReference(ulong a, ulong b)
    {
        Pair pair = default;
        Fill(ref pair, (uint)a, b);
        ref ulong second = ref pair.Second;
        second += 5;
        Read(in pair, out ulong total);
        s_result = total;
    }

    [RawTracepoint("sys_enter")]
    internal static void StructThatChoosesAReference(ulong a, ulong b)
    {
        Pair x = new() { First = 1, Second = a }, y = new() { First = 2, Second = b };
        ref Pair chosen = ref a > b ? ref x : ref y;
        chosen.Second += 7;
        s_result = x.Second * 3 + y.Second + chosen.First;
    }

    [RawTracepoint("sys_enter")]
    internal static void NestedStruct(ulong a, ulong b)
    {
        Outer outer = new() { Tag = (byte)a, Inner = new Pair { First = (uint)b, Second = a } };
        Outer copy = outer;
        copy.Inner.Second ^= b;
        outer.Inner.First = 0;
        s_result = copy.Tag + copy.Inner.First + copy.Inner.Second + outer.Inner.First;
    }

    [RawTracepoint("sys_enter")]
    internal static void StructMethods(ulong a, ulong b)
    {
        var counter = new Counter(a);
        counter.Add(b);
        counter.Add(3);
        s_result = counter.Total + (counter.IsLarge ? 1UL : 0);
    }

    [RawTracepoint("sys_enter")]
    internal static void Tuples(ulong a, ulong b)
    {
        (ulong low, uint high) = Split(a + b);
        s_result = low ^ high;
    }

    [RawTracepoint("sys_enter")]
    internal static void ArrayWithConstantIndices(ulong a, ulong b)
    {
        Eight values = default;
        values[0] = (uint)a;
        values[7] = (uint)b;
        values[3] = values[0] + values[7];
        s_result = values[3] + values[2];
    }

    [RawTracepoint("sys_enter")]
    internal static void ArrayWithVariableIndices(ulong a, ulong b)
    {
        Eight values = default;
        for (int i = 0; i < 8; i++) values[i] = (uint)a + (uint)i;
        values[(int)(b & 7)] = 1000;
        uint sum = 0;
        for (int i = 0; i < 8; i++) sum += values[i] * (uint)(i + 1);
        s_result = sum;
    }

    [RawTracepoint("sys_enter")]
    internal static void IndexThatMayBeTooLarge(ulong a, ulong b)
    {
        Eight values = default;
        values[1] = 5;
        s_result = 77;
        s_result = values[(int)a & 15] + (uint)b; // C# throws for 8 to 15: the program ends
    }

    [RawTracepoint("sys_enter")]
    internal static void ForEachOverASpan(ulong a, ulong b)
    {
        Eight values = default;
        foreach (ref uint value in values) value = (uint)b;
        values[2] = (uint)a;
        uint sum = 0;
        foreach (uint value in values) sum = sum * 31 + value;
        s_result = sum;
    }

    [RawTracepoint("sys_enter")]
    internal static void Utf8Literal(ulong a, ulong b)
    {
        ReadOnlySpan<byte> text = "waggle dance"u8;
        uint hash = (uint)a;
        for (int i = 0; i < text.Length; i++) hash = hash * 33 + text[i];
        s_result = hash ^ b;
    }

    [RawTracepoint("sys_enter")]
    internal static void Statics(ulong a, ulong b)
    {
        s_pair.First = (uint)a;
        s_pair.Second = b;
        Pair copy = s_pair;
        s_result = copy.First + copy.Second + (ulong)s_bound;
    }

    [RawTracepoint("sys_enter")]
    internal static void Finally(ulong a, ulong b)
    {
        s_result = 1;
        try
        {
            if (a > b) return;
            s_result += 10;
        }
        finally
        {
            s_result += 100;
        }

        s_result += 1000;
    }

    [RawTracepoint("sys_enter")]
    internal static void FinallyBeforeTheEnd(ulong a, ulong b)
    {
        Eight values = default;
        values[3] = (uint)b;
        s_result = 5;
        try
        {
            s_result += values[(int)a & 15];
        }
        finally
        {
            s_result += 100;
        }

        s_result += 1000;
    }

    [RawTracepoint("sys_enter")]
    internal static void Casts(ulong a, ulong b)
    {
        var pair = new Pair { First = (uint)a, Second = b };
        ref Pair reference = ref pair;
        s_result = Unsafe.As<ulong, uint>(ref reference.Second) + Unsafe.Add(ref Unsafe.As<Pair, uint>(ref reference), 3);
    }

    [RawTracepoint("sys_enter")]
    internal static void Atomics(ulong a, ulong b)
    {
        ulong cell = a;
        int small = (int)b;
        ulong added = Interlocked.Add(ref cell, b);
        int before = Interlocked.Exchange(ref small, 5);
        ulong seen = Interlocked.CompareExchange(ref cell, 9, a + b);
        int next = Interlocked.Increment(ref small);
        uint flags = (uint)a;
        uint old = Interlocked.Or(ref flags, (uint)b);
        Interlocked.And(ref flags, 0xff00ff);
        s_result = added ^ (ulong)before ^ seen ^ cell ^ (ulong)next ^ old ^ ((ulong)flags << 7);
    }

    [RawTracepoint("sys_enter")]
    internal static void ManyValuesAtOnce(ulong a, ulong b)
    {
        ulong v0 = a + 1, v1 = b + 2, v2 = a ^ 3, v3 = b ^ 4, v4 = a * 5, v5 = b * 6, v6 = a - 7, v7 = b - 8, v8 = a | 9, v9 = b | 10, v10 = a & 11, v11 = b & 12;
        for (int i = 0; i < 3; i++)
        {
            v0 += v11; v1 ^= v0; v2 += v1; v3 ^= v2; v4 += v3; v5 ^= v4; v6 += v5; v7 ^= v6; v8 += v7; v9 ^= v8; v10 += v9; v11 ^= v10;
        }

        s_result = v0 + v1 + v2 + v3 + v4 + v5 + v6 + v7 + v8 + v9 + v10 + v11;
    }

    private static Pair Swap(Pair pair)
    {
        pair.Second++;
        return new Pair { First = (uint)pair.Second, Second = pair.First };
    }

    private static void Fill(ref Pair pair, uint first, ulong second)
    {
        pair.First = first;
        pair.Second = second;
    }

    private static void Read(in Pair pair, out ulong total) => total = pair.First + pair.Second;

    private static (ulong Low, uint High) Split(ulong value) => (value & 0xffff, (uint)(value >> 32));

    internal struct Pair
    {
        public uint First;
        public ulong Second;
    }

    internal struct Outer
    {
        public byte Tag;
        public Pair Inner;
    }

    internal struct Counter(ulong start)
    {
        private ulong _total = start;

        public readonly ulong Total => _total;

        public readonly bool IsLarge => _total > 1000;

        public void Add(ulong by) => _total += by;
    }

    [InlineArray(8)]
    internal struct Eight
    {
        private uint _first;
    }

    internal enum Kind : byte
    {
        None,
        Small,
        Large,
    }
}
