using System.Globalization;
using System.Text;

namespace Waggle.Verifier.Numbers;

/// <content>The words of the kernel's log (<c>kernel/bpf/log.c</c>, Linux 6.8 and later).</content>
internal partial record struct Scalar
{
    /// <summary>As the kernel prints a register: <c>7</c>, or <c>scalar(smin=0,umax=4,var_off=(0x0; 0x4))</c>.</summary>
    public override readonly string ToString() => IsConstant ? Signed((long)Bits.Value) : $"scalar({DescribeRanges()})";

    /// <summary>What stands between the brackets: the ends of ranges that are not open, those of the same value together, and the bits.</summary>
    public readonly string DescribeRanges()
    {
        // 32-bit ends that are not small are printed without their sign, so as those they are like no other.
        ReadOnlySpan<(string Name, ulong Value, bool IsOpen)> ends =
        [
            ("smin", (ulong)SMin, SMin == long.MinValue), ("smax", (ulong)SMax, SMax == long.MaxValue),
            ("umin", UMin, UMin == 0), ("umax", UMax, UMax == ulong.MaxValue),
            ("smin32", Widen(S32Min), S32Min == int.MinValue), ("smax32", Widen(S32Max), S32Max == int.MaxValue),
            ("umin32", U32Min, U32Min == 0), ("umax32", U32Max, U32Max == uint.MaxValue),
        ];
        var text = new StringBuilder();
        int isPrinted = 0;
        for (int i = 0; i < ends.Length; i++)
        {
            if (ends[i].IsOpen || (isPrinted & 1 << i) != 0)
                continue;
            bool isSigned = ends[i].Name[0] == 's', isNegative = isSigned && (long)ends[i].Value < 0;
            text.Append(text.Length == 0 ? "" : ",").Append(ends[i].Name).Append('=');
            for (int j = i + 2; j < ends.Length; j += 2)
            {
                bool isOtherNegative = ends[j].Name[0] == 's' && (long)ends[j].Value < 0;
                if (ends[j].IsOpen || (isPrinted & 1 << j) != 0 || ends[j].Value != ends[i].Value || isOtherNegative != isNegative)
                    continue;
                isPrinted |= 1 << j;
                text.Append(ends[j].Name).Append('=');
            }
            text.Append(isSigned ? Signed((long)ends[i].Value) : Unsigned(ends[i].Value));
        }
        if (!Bits.IsUnknown)
            text.Append(text.Length == 0 ? "" : ",").Append("var_off=").Append(Bits);
        return text.ToString();
    }

    private static ulong Widen(int value) => value is >= short.MinValue and <= short.MaxValue ? (ulong)(long)value : (uint)value;

    private static string Signed(long value) =>
        value is >= short.MinValue and <= short.MaxValue ? value.ToString(CultureInfo.InvariantCulture) : $"0x{value:x}";

    private static string Unsigned(ulong value) => value <= ushort.MaxValue ? value.ToString(CultureInfo.InvariantCulture) : $"0x{value:x}";
}
