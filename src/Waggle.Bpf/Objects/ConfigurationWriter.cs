using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Waggle.Bpf.Objects;

/// <summary>Writes a value of the kernel's configuration into the place that an object declares for it.</summary>
/// <remarks>Rules of libbpf's <c>set_kcfg_value_tri</c>, <c>set_kcfg_value_str</c> and <c>set_kcfg_value_num</c>.</remarks>
public static class ConfigurationWriter
{
    /// <summary>Writes a value as a configuration file has it: y, m, n, a number, or a text in quotes.</summary>
    /// <param name="map">The value of map ".kconfig".</param>
    /// <param name="place">Where the value goes.</param>
    /// <param name="text">The value.</param>
    /// <returns>Null, or why the value does not fit its declaration.</returns>
    public static string? Write(Span<byte> map, ConfigurationValue place, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Span<byte> target = map.Slice(place.Offset, place.SizeInBytes);
        if (text is "y" or "m" or "n") return WriteState(target, place.Kind, text[0]);
        if (text.StartsWith('"')) return WriteText(target, place.Kind, text);
        return TryParse(text, out Int128 number)
            ? WriteNumber(target, place, number)
            : "the value is neither y, m, n, a number nor a text in quotes";
    }

    /// <summary>Writes a number.</summary>
    /// <param name="map">The value of map ".kconfig".</param>
    /// <param name="place">Where the value goes.</param>
    /// <param name="number">The value.</param>
    /// <returns>Null, or why the value does not fit its declaration.</returns>
    public static string? WriteNumber(Span<byte> map, ConfigurationValue place, ulong number) =>
        WriteNumber(map.Slice(place.Offset, place.SizeInBytes), place, (Int128)number);

    /// <summary>Writes what a loader knows of the kernel: yes or no.</summary>
    /// <param name="map">The value of map ".kconfig".</param>
    /// <param name="place">Where the value goes.</param>
    /// <param name="value">The value.</param>
    /// <returns>Null, or why the value does not fit its declaration.</returns>
    public static string? WriteYesOrNo(Span<byte> map, ConfigurationValue place, bool value)
    {
        Span<byte> target = map.Slice(place.Offset, place.SizeInBytes);
        return place.Kind == ConfigurationKind.Boolean ? WriteState(target, place.Kind, value ? 'y' : 'n') : WriteNumber(target, place, value ? 1 : 0);
    }

    private static string? WriteState(Span<byte> target, ConfigurationKind kind, char state)
    {
        switch (kind)
        {
            case ConfigurationKind.Boolean when state != 'm':
                target[0] = state == 'y' ? (byte)1 : (byte)0;
                return null;
            case ConfigurationKind.Tristate:
                BinaryPrimitives.WriteInt32LittleEndian(target, state switch { 'y' => 1, 'm' => 2, _ => 0 }); // enum libbpf_tristate
                return null;
            case ConfigurationKind.Character:
                target[0] = (byte)state;
                return null;
            default:
                return $"the value is '{state}', which a {kind} can't hold";
        }
    }

    private static string? WriteText(Span<byte> target, ConfigurationKind kind, string text)
    {
        if (kind != ConfigurationKind.Text) return $"the value is a text, which a {kind} can't hold";
        if (text.Length < 2 || !text.EndsWith('"')) return "the text lacks its closing quote";
        byte[] bytes = Encoding.UTF8.GetBytes(text[1..^1]);
        target.Clear();
        bytes.AsSpan(0, Math.Min(bytes.Length, target.Length - 1)).CopyTo(target); // cut as libbpf cuts it, the zero behind it kept
        return null;
    }

    private static string? WriteNumber(Span<byte> target, ConfigurationValue place, Int128 number)
    {
        if (place.Kind is not (ConfigurationKind.Integer or ConfigurationKind.Character)) return $"the value is a number, which a {place.Kind} can't hold";
        int bits = place.SizeInBytes * 8;
        (Int128 least, Int128 most) = place.IsSigned ? (-(Int128.One << (bits - 1)), (Int128.One << (bits - 1)) - 1) : (0, (Int128.One << bits) - 1);
        // A 64-bit number may stand for a negative one: the file does not say how it is meant.
        if (bits < 64 && (number < least || number > most)) return $"the value {number} is not between {least} and {most}";
        Span<byte> all = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteUInt64LittleEndian(all, unchecked((ulong)number));
        all[..target.Length].CopyTo(target);
        return null;
    }

    private static bool TryParse(string text, out Int128 number)
    {
        bool isNegative = text.StartsWith('-');
        ReadOnlySpan<char> digits = text.AsSpan(isNegative ? 1 : 0);
        bool isHex = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        bool isNumber = ulong.TryParse(isHex ? digits[2..] : digits, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out ulong value);
        number = isNegative ? -(Int128)value : value;
        return isNumber;
    }
}
