namespace Waggle.Vm.Helpers;

/// <summary>What stands between a percent sign and the letter of a conversion.</summary>
internal struct FormatSpec
{
    private const int WidestField = (1 << 23) - 1; // FIELD_WIDTH_MAX

    internal bool IsLeft, IsZeroPadded, HasPlus, HasSpace, HasWidth;
    internal int Width;

    /// <summary>Reads flags and width.</summary>
    /// <param name="format">The format; zero or its end behind it.</param>
    /// <param name="place">Behind the percent sign; afterwards at the letter.</param>
    internal static FormatSpec Read(ReadOnlySpan<byte> format, ref int place)
    {
        FormatSpec spec = default;
        for (; place < format.Length; place++)
        {
            byte c = format[place];
            if (c == '-') spec.IsLeft = true;
            else if (c == '0') spec.IsZeroPadded = true;
            else if (c == '+') spec.HasPlus = true;
            else if (c == ' ') spec.HasSpace = true;
            else break;
        }

        for (; place < format.Length && format[place] is >= (byte)'0' and <= (byte)'9'; place++)
        {
            spec.HasWidth = true;
            spec.Width = Math.Min(spec.Width * 10 + format[place] - '0', WidestField);
        }

        return spec;
    }

    /// <summary>Writes a text in the field.</summary>
    internal readonly void Write(scoped ref BoundedText output, scoped ReadOnlySpan<byte> text)
    {
        if (!IsLeft) output.Fill((byte)' ', Width - text.Length);
        output.Write(text);
        if (IsLeft) output.Fill((byte)' ', Width - text.Length);
    }

    /// <summary>Writes a number in the field.</summary>
    internal readonly void Write(scoped ref BoundedText output, ulong value, bool isSigned, uint radix, bool isUpper)
    {
        byte sign = 0;
        if (isSigned)
        {
            if ((long)value < 0) (sign, value) = ((byte)'-', 0 - value);
            else if (HasPlus) sign = (byte)'+';
            else if (HasSpace) sign = (byte)' ';
        }

        Span<byte> digits = stackalloc byte[24];
        int start = digits.Length;
        do
        {
            uint digit = (uint)(value % radix);
            digits[--start] = (byte)(digit < 10 ? '0' + digit : (isUpper ? 'A' : 'a') + digit - 10);
            value /= radix;
        }
        while (value != 0);

        int length = digits.Length - start + (sign != 0 ? 1 : 0);
        bool isZeroPadded = IsZeroPadded && !IsLeft;
        if (!IsLeft && !isZeroPadded) output.Fill((byte)' ', Width - length);
        if (sign != 0) output.Write(sign);
        if (isZeroPadded) output.Fill((byte)'0', Width - length);
        output.Write(digits[start..]);
        if (IsLeft) output.Fill((byte)' ', Width - length);
    }
}
