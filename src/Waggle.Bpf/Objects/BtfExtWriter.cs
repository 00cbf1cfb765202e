using System.Buffers;
using System.Buffers.Binary;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>Writes section .BTF.ext; the strings go into the BTF that is being built beside it.</summary>
internal sealed class BtfExtWriter(BtfBuilder types)
{
    public const int HeaderSizeInBytes = 32;

    public byte[] Write(IReadOnlyList<(string Name, SectionInfo Info)> sections)
    {
        byte[][] parts =
        [
            WritePart(sections, BtfExt.FunctionSizeInBytes, static info => info.Functions, static f => f.InstructionIndex,
                static (record, f) => BinaryPrimitives.WriteInt32LittleEndian(record[4..], f.TypeId)),
            WritePart(sections, BtfExt.LineSizeInBytes, static info => info.Lines, static l => l.InstructionIndex,
                (record, l) => BtfExt.WriteLine(record, l.InstructionIndex * Instruction.SizeInBytes, l, types.AddString)),
            WritePart(sections, BtfExt.CoreRelocationSizeInBytes, static info => info.CoreRelocations, static r => r.InstructionIndex,
                (record, r) =>
                {
                    BinaryPrimitives.WriteInt32LittleEndian(record[4..], r.TypeId);
                    BinaryPrimitives.WriteInt32LittleEndian(record[8..], types.AddString(r.Access));
                    BinaryPrimitives.WriteInt32LittleEndian(record[12..], (int)r.Kind);
                }),
        ];

        var bytes = new byte[HeaderSizeInBytes + parts.Sum(p => p.Length)];
        Span<byte> header = bytes;
        BinaryPrimitives.WriteUInt16LittleEndian(header, BtfHeader.Magic);
        header[2] = BtfHeader.Version;
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], HeaderSizeInBytes);
        int offset = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(header[(8 + i * 8)..], offset);
            BinaryPrimitives.WriteInt32LittleEndian(header[(12 + i * 8)..], parts[i].Length);
            parts[i].CopyTo(header[(HeaderSizeInBytes + offset)..]);
            offset += parts[i].Length;
        }
        return bytes;
    }

    private delegate void RecordWriter<T>(Span<byte> record, T item);

    private byte[] WritePart<T>(IReadOnlyList<(string Name, SectionInfo Info)> sections, int size,
        Func<SectionInfo, List<T>> itemsOf, Func<T, int> slotOf, RecordWriter<T> write)
    {
        if (!sections.Any(s => itemsOf(s.Info).Count > 0))
            return [];
        var part = new ArrayBufferWriter<byte>();
        WriteInt32(part, size);
        foreach ((string name, SectionInfo info) in sections)
        {
            List<T> items = itemsOf(info);
            if (items.Count == 0)
                continue;
            WriteInt32(part, types.AddString(name));
            WriteInt32(part, items.Count);
            foreach (T item in items)
            {
                Span<byte> record = part.GetSpan(size)[..size];
                BinaryPrimitives.WriteInt32LittleEndian(record, slotOf(item) * Instruction.SizeInBytes);
                write(record, item);
                part.Advance(size);
            }
        }
        return part.WrittenSpan.ToArray();
    }

    private static void WriteInt32(ArrayBufferWriter<byte> part, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(part.GetSpan(sizeof(int)), value);
        part.Advance(sizeof(int));
    }
}
