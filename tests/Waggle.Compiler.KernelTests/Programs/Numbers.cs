namespace Waggle.Compiler.KernelTests.Programs;

using Waggle.CSharp;

/// <summary>Arithmetic and comparisons of every width: each method leaves what it computed in s_result.</summary>
[BpfProgram]
public static class Numbers
{
    internal static ulong s_result;

    [RawTracepoint("sys_enter")] internal static void AddInt(ulong a, ulong b) => s_result = (ulong)((int)a + (int)b);

    [RawTracepoint("sys_enter")] internal static void AddUInt(ulong a, ulong b) => s_result = (uint)a + (uint)b;

    [RawTracepoint("sys_enter")] internal static void AddLong(ulong a, ulong b) => s_result = a + b;

    [RawTracepoint("sys_enter")] internal static void AddByte(ulong a, ulong b) => s_result = (byte)(a + b);

    [RawTracepoint("sys_enter")] internal static void AddSByte(ulong a, ulong b) => s_result = (ulong)(sbyte)(a + b);

    [RawTracepoint("sys_enter")] internal static void AddShort(ulong a, ulong b) => s_result = (ulong)(short)(a + b);

    [RawTracepoint("sys_enter")] internal static void AddUShort(ulong a, ulong b) => s_result = (ushort)(a + b);

    [RawTracepoint("sys_enter")] internal static void AddChar(ulong a, ulong b) => s_result = (char)((char)a + (char)b);

    [RawTracepoint("sys_enter")] internal static void SubtractInt(ulong a, ulong b) => s_result = (ulong)((int)a - (int)b);

    [RawTracepoint("sys_enter")] internal static void SubtractLong(ulong a, ulong b) => s_result = a - b;

    [RawTracepoint("sys_enter")] internal static void MultiplyInt(ulong a, ulong b) => s_result = (ulong)((int)a * (int)b);

    [RawTracepoint("sys_enter")] internal static void MultiplyLong(ulong a, ulong b) => s_result = a * b;

    [RawTracepoint("sys_enter")] internal static void MultiplyBy40(ulong a, ulong b) => s_result = a * 40 + (uint)b * 8u;

    [RawTracepoint("sys_enter")] internal static void DivideInt(ulong a, ulong b) => s_result = (ulong)((int)a / (int)b);

    [RawTracepoint("sys_enter")] internal static void DivideUInt(ulong a, ulong b) => s_result = (uint)a / (uint)b;

    [RawTracepoint("sys_enter")] internal static void DivideLong(ulong a, ulong b) => s_result = (ulong)((long)a / (long)b);

    [RawTracepoint("sys_enter")] internal static void DivideULong(ulong a, ulong b) => s_result = a / b;

    [RawTracepoint("sys_enter")] internal static void DivideByMinus7(ulong a, ulong b) => s_result = (ulong)((long)a / -7 + (int)b / 7);

    [RawTracepoint("sys_enter")] internal static void RemainderInt(ulong a, ulong b) => s_result = (ulong)((int)a % (int)b);

    [RawTracepoint("sys_enter")] internal static void RemainderUInt(ulong a, ulong b) => s_result = (uint)a % (uint)b;

    [RawTracepoint("sys_enter")] internal static void RemainderLong(ulong a, ulong b) => s_result = (ulong)((long)a % (long)b);

    [RawTracepoint("sys_enter")] internal static void RemainderULong(ulong a, ulong b) => s_result = a % b;

    [RawTracepoint("sys_enter")] internal static void RemainderBy8(ulong a, ulong b) => s_result = (ulong)((int)a % 8) + (b % 8);

    [RawTracepoint("sys_enter")] internal static void ShiftLeftInt(ulong a, ulong b) => s_result = (ulong)((int)a << (int)b);

    [RawTracepoint("sys_enter")] internal static void ShiftLeftLong(ulong a, ulong b) => s_result = a << (int)b;

    [RawTracepoint("sys_enter")] internal static void ShiftRightInt(ulong a, ulong b) => s_result = (ulong)((int)a >> (int)b);

    [RawTracepoint("sys_enter")] internal static void ShiftRightUInt(ulong a, ulong b) => s_result = (uint)a >> (int)b;

    [RawTracepoint("sys_enter")] internal static void ShiftRightLong(ulong a, ulong b) => s_result = (ulong)((long)a >> (int)b);

    [RawTracepoint("sys_enter")] internal static void ShiftRightULong(ulong a, ulong b) => s_result = a >> (int)b;

    [RawTracepoint("sys_enter")] internal static void ShiftRightUnsigned(ulong a, ulong b) => s_result = (ulong)((int)a >>> (int)b) + (ulong)((long)a >>> 3);

    [RawTracepoint("sys_enter")] internal static void Logic(ulong a, ulong b) => s_result = (a & b) ^ (a | ~b);

    [RawTracepoint("sys_enter")] internal static void LogicInt(ulong a, ulong b) => s_result = (ulong)(((int)a & (int)b) ^ ((int)a | ~(int)b));

    [RawTracepoint("sys_enter")] internal static void NegateInt(ulong a, ulong b) => s_result = (ulong)(-(int)a) + (ulong)(-(long)b);

    [RawTracepoint("sys_enter")] internal static void WidenSigned(ulong a, ulong b) => s_result = (ulong)(long)(int)a ^ (ulong)(short)b ^ (ulong)(sbyte)a;

    [RawTracepoint("sys_enter")] internal static void WidenUnsigned(ulong a, ulong b) => s_result = (uint)a + (ulong)(ushort)b + (byte)a;

    [RawTracepoint("sys_enter")] internal static void LargeConstant(ulong a, ulong b) => s_result = (a ^ 0x9e3779b97f4a7c15) * 0xbf58476d1ce4e5b9 + b;

    [RawTracepoint("sys_enter")]
    internal static void CompareInt(ulong a, ulong b) => s_result =
        Bit((int)a < (int)b, 0) | Bit((int)a <= (int)b, 1) | Bit((int)a > (int)b, 2) | Bit((int)a >= (int)b, 3) | Bit((int)a == (int)b, 4) | Bit((int)a != (int)b, 5);

    [RawTracepoint("sys_enter")]
    internal static void CompareUInt(ulong a, ulong b) => s_result =
        Bit((uint)a < (uint)b, 0) | Bit((uint)a <= (uint)b, 1) | Bit((uint)a > (uint)b, 2) | Bit((uint)a >= (uint)b, 3);

    [RawTracepoint("sys_enter")]
    internal static void CompareLong(ulong a, ulong b) => s_result =
        Bit((long)a < (long)b, 0) | Bit((long)a <= (long)b, 1) | Bit((long)a > (long)b, 2) | Bit((long)a >= (long)b, 3) | Bit(a == b, 4) | Bit(a != b, 5);

    [RawTracepoint("sys_enter")]
    internal static void CompareULong(ulong a, ulong b) => s_result =
        Bit(a < b, 0) | Bit(a <= b, 1) | Bit(a > b, 2) | Bit(a >= b, 3) | Bit(a > 0, 4) | Bit(b >= 1, 5);

    [RawTracepoint("sys_enter")]
    internal static void CompareNarrow(ulong a, ulong b) => s_result =
        Bit((sbyte)a < (sbyte)b, 0) | Bit((byte)a < (byte)b, 1) | Bit((short)a < (short)b, 2) | Bit((ushort)a < (ushort)b, 3) | Bit((sbyte)a < 0, 4)
        | Bit((byte)a > 127, 5) | Bit((short)a >= -5, 6) | Bit((ushort)b == 65535, 7);

    [RawTracepoint("sys_enter")]
    internal static void CompareConstants(ulong a, ulong b) => s_result =
        Bit(a < 10, 0) | Bit((int)a > -2, 1) | Bit((uint)a > 0x80000000, 2) | Bit((long)b < -1, 3) | Bit(b > 0x1_0000_0000, 4) | Bit((long)a == int.MinValue, 5)
        | Bit((uint)b == 0xffffffff, 6) | Bit((long)(int)a <= 5, 7) | Bit((uint)a == 7UL, 8);

    [RawTracepoint("sys_enter")] internal static void MinMax(ulong a, ulong b) => s_result = (ulong)Math.Min((int)a, (int)b) ^ Math.Max(a, b) ^ (ulong)Math.Min((long)a, (long)b);

    [RawTracepoint("sys_enter")] internal static void Conditional(ulong a, ulong b) => s_result = (a > b ? (int)a > 5 ? a : 3 : b == 0 ? 17 : b) + (a == b ? 1UL : 2UL);

    [RawTracepoint("sys_enter")] internal static void ShortCircuit(ulong a, ulong b) => s_result = a > 3 && (b < 7 || (int)a == -1) && !(a == b) ? 1UL : 0UL;

    [RawTracepoint("sys_enter")] internal static void Logarithm(ulong a, ulong b) => s_result = Bpf.Log2(a) + 64 * Bpf.Log2(b);

    [RawTracepoint("sys_enter")]
    internal static void ReverseBytes(ulong a, ulong b) => s_result =
        System.Buffers.Binary.BinaryPrimitives.ReverseEndianness((ushort)a) + (ulong)System.Buffers.Binary.BinaryPrimitives.ReverseEndianness((uint)b)
        ^ System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(a) ^ (ulong)System.Buffers.Binary.BinaryPrimitives.ReverseEndianness((short)b);

    [RawTracepoint("sys_enter")] internal static void Rotate(ulong a, ulong b) => s_result = System.Numerics.BitOperations.RotateLeft(a, (int)b) ^ System.Numerics.BitOperations.RotateRight((uint)a, 7);

    [RawTracepoint("sys_enter")] internal static int Returns(ulong a, ulong b) => (int)(s_result = a + b);

    private static ulong Bit(bool condition, int position) => condition ? 1UL << position : 0;
}
