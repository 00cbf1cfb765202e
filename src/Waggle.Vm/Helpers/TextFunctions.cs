using Waggle.Bpf.Errors;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Helpers;

/// <summary>Numbers in texts, and comparison (kernel/bpf/helpers.c, lib/kstrtox.c).</summary>
internal static unsafe class TextFunctions
{
    private const ulong BaseMask = 0x1F; // BPF_STRTOX_BASE_MASK
    private const int LongestNumber = 63; // what the kernel's buffer holds

    internal static readonly HelperRow[] Rows =
    [
        new(105, &ParseSigned),
        new(106, &ParseUnsigned),
        new(182, &Compare),
    ];

    private static ulong ParseSigned(RunContext run, ulong text, ulong size, ulong flags, ulong result, ulong _)
    {
        *(long*)result = 0;
        long consumed = Parse((byte*)text, (int)size, flags, out ulong value, out bool isNegative);
        if (consumed < 0) return (ulong)consumed;
        if (isNegative ? (long)(0 - value) > 0 : (long)value < 0) return Results.Error(Errno.OutOfRange);
        *(long*)result = (long)(isNegative ? 0 - value : value);
        return (ulong)consumed;
    }

    private static ulong ParseUnsigned(RunContext run, ulong text, ulong size, ulong flags, ulong result, ulong _)
    {
        *(ulong*)result = 0;
        long consumed = Parse((byte*)text, (int)size, flags, out ulong value, out bool isNegative);
        if (consumed < 0) return (ulong)consumed;
        if (isNegative) return Results.Error(Errno.Invalid);
        *(ulong*)result = value;
        return (ulong)consumed;
    }

    // Each byte is read once: another thread may be writing them.
    private static long Parse(byte* text, int size, ulong flags, out ulong value, out bool isNegative)
    {
        value = 0;
        isNegative = false;
        uint radix = (uint)(flags & BaseMask);
        if (radix is not (0 or 8 or 10 or 16) || (flags & ~BaseMask) != 0) return -(long)Errno.Invalid;
        int start = 0;
        while (start < size && AsciiClass.IsSpace(text[start])) start++;
        isNegative = start < size && text[start] == '-';
        if (isNegative) start++;
        if (start >= size) return -(long)Errno.Invalid;

        byte* digits = stackalloc byte[LongestNumber + 1];
        int length = Math.Min(size - start, LongestNumber);
        Buffer.MemoryCopy(text + start, digits, LongestNumber, length);
        digits[length] = 0;
        int place = SkipPrefix(digits, ref radix);
        int first = place;
        bool isOverflow = false;
        for (; DigitOf(digits[place]) is var digit && digit < radix; place++)
        {
            UInt128 next = (UInt128)value * radix + digit;
            isOverflow |= next > ulong.MaxValue;
            value = (ulong)next;
        }

        if (isOverflow) return -(long)Errno.OutOfRange;
        return place == first ? -(long)Errno.Invalid : start + place;
    }

    // _parse_integer_fixup_radix
    private static int SkipPrefix(byte* digits, ref uint radix)
    {
        bool isHexadecimal = digits[0] == '0' && (digits[1] | 0x20) == 'x';
        if (radix == 0) radix = isHexadecimal && DigitOf(digits[2]) < 16 ? 16u : digits[0] == '0' ? 8u : 10u;
        return radix == 16 && isHexadecimal ? 2 : 0;
    }

    private static uint DigitOf(byte c) => c switch
    {
        >= (byte)'0' and <= (byte)'9' => (uint)(c - '0'),
        _ when (c | 0x20) is >= 'a' and <= 'f' => (uint)((c | 0x20) - 'a' + 10),
        _ => uint.MaxValue,
    };

    private static ulong Compare(RunContext run, ulong first, ulong size, ulong second, ulong _, ulong _1)
    {
        byte* left = (byte*)first;
        byte* right = (byte*)second;
        for (ulong i = 0; i < size; i++)
        {
            byte a = left[i], b = right[i];
            if (a != b) return a < b ? ulong.MaxValue : 1;
            if (a == 0) break;
        }

        return 0;
    }
}
