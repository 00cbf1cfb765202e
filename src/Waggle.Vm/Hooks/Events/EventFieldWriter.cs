using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace Waggle.Vm.Hooks.Events;

/// <summary>Writes values of .NET into the fields of an event: each whole, or counted as lost.</summary>
internal readonly ref struct EventFieldWriter(ref EventFields fields)
{
    private const int HeaderSize = 8, LongestName = byte.MaxValue;
    private const long NanosecondsPerTick = 100;

    private readonly ref EventFields _fields = ref fields;

    /// <summary>Whether a value of a type is told as more than that it is there.</summary>
    public static bool IsPlain(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(decimal) || type == typeof(Guid) || type == typeof(byte[])
            || type == typeof(DateTime) || type == typeof(DateTimeOffset) || type == typeof(TimeSpan) || type == typeof(Half);
    }

    public void Add(string? name, object? value)
    {
        switch (value)
        {
            case null: Add(name, EventFieldKind.Null, []); break;
            case string text: AddText(name, text); break;
            case bool flag: AddNumber(name, flag ? 1 : 0); break;
            case char character: AddNumber(name, character); break;
            case ulong number: AddNumber(name, (long)number); break;
            case nuint number: AddNumber(name, (long)number); break;
            case nint number: AddNumber(name, number); break;
            case double or float or decimal: AddReal(name, ((IConvertible)value).ToDouble(CultureInfo.InvariantCulture)); break;
            case Half half: AddReal(name, (double)half); break;
            case Enum constant: AddNumber(name, Number(constant)); break;
            case DateTime time: AddNumber(name, Nanoseconds(time.ToUniversalTime())); break;
            case DateTimeOffset time: AddNumber(name, Nanoseconds(time.UtcDateTime)); break;
            case TimeSpan span: AddNumber(name, span.Ticks * NanosecondsPerTick); break;
            case Guid id: Add(name, EventFieldKind.Bytes, MemoryMarshal.AsBytes(new ReadOnlySpan<Guid>(in id))); break;
            case byte[] bytes: Add(name, EventFieldKind.Bytes, bytes); break;
            case IConvertible number: AddNumber(name, number.ToInt64(CultureInfo.InvariantCulture)); break;
            default: Add(name, EventFieldKind.Object, []); break;
        }
    }

    /// <summary>Nanoseconds since 1970.</summary>
    internal static long Nanoseconds(DateTime universal) => (universal - DateTime.UnixEpoch).Ticks * NanosecondsPerTick;

    private static long Number(Enum constant) => constant.GetTypeCode() == TypeCode.UInt64
        ? (long)((IConvertible)constant).ToUInt64(CultureInfo.InvariantCulture)
        : ((IConvertible)constant).ToInt64(CultureInfo.InvariantCulture);

    private void AddNumber(string? name, long value) => Add(name, EventFieldKind.Integer, MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in value)));

    private void AddReal(string? name, double value) => Add(name, EventFieldKind.Real, MemoryMarshal.AsBytes(new ReadOnlySpan<double>(in value)));

    private void AddText(string? name, string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        if (Reserve(name, length, out Span<byte> entry)) Finish(entry, name, EventFieldKind.Text, Write(text, entry[HeaderSize..]));
    }

    private void Add(string? name, EventFieldKind kind, ReadOnlySpan<byte> value)
    {
        if (!Reserve(name, value.Length, out Span<byte> entry)) return;
        value.CopyTo(entry[HeaderSize..]);
        Finish(entry, name, kind, value.Length);
    }

    private bool Reserve(string? name, int valueLength, out Span<byte> entry)
    {
        int nameLength = name is null ? 0 : Encoding.UTF8.GetByteCount(name);
        long size = HeaderSize + RoundUp(valueLength) + RoundUp(nameLength);
        bool fits = nameLength <= LongestName && size <= _fields.Room.Length;
        entry = fits ? _fields.Room[..(int)size] : default;
        if (!fits && _fields.Lost < ushort.MaxValue) _fields.Lost++;
        return fits;
    }

    private void Finish(Span<byte> entry, string? name, EventFieldKind kind, int valueLength)
    {
        int nameLength = name is null ? 0 : Write(name, entry[(HeaderSize + (int)RoundUp(valueLength))..]);
        MemoryMarshal.Write(entry, (ushort)entry.Length);
        MemoryMarshal.Write(entry[2..], (ushort)valueLength);
        (entry[4], entry[5]) = ((byte)nameLength, (byte)kind);
        _fields.LengthInBytes += (uint)entry.Length;
        _fields.Count++;
    }

    private static int Write(string text, Span<byte> target)
    {
        Utf8.FromUtf16(text, target, out _, out int written);
        return written;
    }

    private static long RoundUp(int length) => ((long)length + 7) & ~7;
}
