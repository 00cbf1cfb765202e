using System.Buffers.Binary;

namespace Waggle.Fuzz;

/// <summary>Damages a seed: mostly the numbers in its headers and records, so that readers are led far before they notice.</summary>
internal sealed class Mutator
{
    private byte[] _buffer = [];

    /// <summary>Makes an input. It is overwritten by the next one.</summary>
    public ReadOnlyMemory<byte> Mutate(Seed seed, ref RandomSource random)
    {
        int length = seed.Bytes.Length;
        if (_buffer.Length < length)
            _buffer = new byte[length];
        seed.Bytes.CopyTo(_buffer, 0);
        Span<byte> bytes = _buffer.AsSpan(0, length);
        for (int changes = 1 + random.Below(4); changes > 0; changes--)
        {
            switch (random.Below(20))
            {
                case < 13:
                    ChangeField(seed, bytes, ref random);
                    break;
                case < 15:
                    SwapRecords(seed, bytes, ref random);
                    break;
                case < 17:
                    bytes[random.Below(length)] ^= (byte)(1 << random.Below(8));
                    break;
                case 17:
                    bytes[random.Below(length)] = (byte)random.Next();
                    break;
                case 18:
                    CopyRange(bytes, ref random);
                    break;
                default:
                    if (random.Below(4) == 0)
                        length = random.Below(length) + 1;
                    bytes = _buffer.AsSpan(0, length);
                    break;
            }
        }
        return _buffer.AsMemory(0, length);
    }

    private static void ChangeField(Seed seed, Span<byte> bytes, ref RandomSource random)
    {
        Field field = seed.Fields[random.Below(seed.Fields.Length)];
        if (field.Offset + field.Width > bytes.Length)
            return;
        ulong old = Read(bytes, field);
        Write(bytes, field, random.Below(12) switch
        {
            0 => 0,
            1 => (ulong)random.Below(8),
            2 => (ulong)random.Below(64),
            3 => old + 1,
            4 => old - 1,
            5 => old + (ulong)(random.Below(33) - 16),
            6 => (ulong)random.Below(bytes.Length + 16),
            7 => (ulong)bytes.Length - (ulong)random.Below(16),
            8 => ulong.MaxValue >> (random.Below(64)), // all bits, or all but the highest ones
            9 => 1UL << random.Below(64),
            10 => Another(seed, bytes, field.Width, ref random),
            _ => random.Next(),
        });
    }

    // The value of another field leads to a place that exists.
    private static ulong Another(Seed seed, Span<byte> bytes, byte width, ref RandomSource random)
    {
        Field other = seed.Fields[random.Below(seed.Fields.Length)];
        return other.Width <= width && other.Offset + other.Width <= bytes.Length ? Read(bytes, other) : 0;
    }

    private static void SwapRecords(Seed seed, Span<byte> bytes, ref RandomSource random)
    {
        Field a = seed.Fields[random.Below(seed.Fields.Length)], b = seed.Fields[random.Below(seed.Fields.Length)];
        for (int tries = 0; tries < 8 && (b.RecordSize != a.RecordSize || b.RecordOffset == a.RecordOffset); tries++)
            b = seed.Fields[random.Below(seed.Fields.Length)];
        if (a.RecordSize == 0 || a.RecordSize != b.RecordSize || Math.Max(a.RecordOffset, b.RecordOffset) + a.RecordSize > bytes.Length)
            return;
        for (int i = 0; i < a.RecordSize; i++)
            (bytes[a.RecordOffset + i], bytes[b.RecordOffset + i]) = (bytes[b.RecordOffset + i], bytes[a.RecordOffset + i]);
    }

    private static void CopyRange(Span<byte> bytes, ref RandomSource random)
    {
        int length = 1 + random.Below(Math.Min(256, bytes.Length));
        int from = random.Below(bytes.Length - length + 1), to = random.Below(bytes.Length - length + 1);
        bytes.Slice(from, length).CopyTo(bytes[to..]);
    }

    private static ulong Read(ReadOnlySpan<byte> bytes, Field field)
    {
        bytes = bytes.Slice(field.Offset, field.Width);
        return field.Width switch
        {
            1 => bytes[0],
            2 => field.IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            4 => field.IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            _ => field.IsBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        };
    }

    private static void Write(Span<byte> bytes, Field field, ulong value)
    {
        bytes = bytes.Slice(field.Offset, field.Width);
        for (int i = 0; i < field.Width; i++)
            bytes[field.IsBigEndian ? field.Width - 1 - i : i] = (byte)(value >> (8 * i));
    }
}
