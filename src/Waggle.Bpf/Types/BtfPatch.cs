using System.Buffers.Binary;
using System.Diagnostics;

namespace Waggle.Bpf.Types;

/// <summary>Changes numbers of types in little endian where they stand: nothing else is decoded, moved or written again.</summary>
/// <remarks>The original's bytes stay as they are; the first change makes a copy. Not thread-safe.</remarks>
internal sealed class BtfPatch(Btf types)
{
    // struct btf_type: name_off, info, size or type; what a kind adds stands behind (include/uapi/linux/btf.h).
    private const int InfoAt = 4, SizeAt = 8, TailAt = 12, SectionVariableSizeInBytes = 12;
    private const uint CountMask = 0xffff;

    private byte[]? _bytes;

    /// <summary>Changes the linkage of a function, which stands where other kinds have their number of items, or of a variable.</summary>
    public void SetLinkage(int id, BtfLinkage linkage)
    {
        if (types.KindOf(id) == BtfKind.Variable)
            Write(id, TailAt, (uint)linkage);
        else
            Write(id, InfoAt, types.ReadUInt32(id, InfoAt) & ~CountMask | (uint)linkage);
    }

    /// <summary>Changes a data section's size, and which of its variables lies where; they stay as many as they are.</summary>
    public void SetDataSection(int id, uint sizeInBytes, ReadOnlySpan<BtfSectionVariable> variables)
    {
        Write(id, SizeAt, sizeInBytes);
        for (int i = 0; i < variables.Length; i++)
        {
            int at = TailAt + i * SectionVariableSizeInBytes;
            Write(id, at, (uint)variables[i].VariableId);
            Write(id, at + 4, variables[i].Offset);
            Write(id, at + 8, variables[i].SizeInBytes);
        }
    }

    /// <summary>The types with all changes; the original if there were none.</summary>
    public Btf Finish() => _bytes is null ? types : types.WithNumbersOf(_bytes);

    private void Write(int id, int offset, uint value)
    {
        Debug.Assert(!types.IsBigEndian, "What is read in big endian is written again before it is changed.");
        _bytes ??= types.Bytes.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(types.TypeOffsets[id] + offset), value);
    }
}
