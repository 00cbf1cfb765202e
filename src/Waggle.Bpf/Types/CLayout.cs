using System.Collections.Immutable;

namespace Waggle.Bpf.Types;

/// <summary>How a struct or union has to be written so that clang lays it out as the kernel's compiler did.</summary>
/// <param name="IsPacked">Whether it needs <c>__attribute__((packed))</c>.</param>
/// <param name="Alignment">What the text that is written aligns it to, in bytes: not more than in the kernel, where attributes that BTF
/// does not tell of may add to it.</param>
/// <param name="ForcedAlignment">The same, if it needs <c>__attribute__((aligned(…)))</c>; else 0.</param>
/// <param name="Gaps">Bits of padding before each member, and at last behind all.</param>
internal sealed record CLayout(bool IsPacked, uint Alignment, uint ForcedAlignment, ImmutableArray<CGap> Gaps);

/// <summary>Padding: unnamed bit-fields from one bit to another; nothing if they are the same.</summary>
internal readonly record struct CGap(ulong From, ulong To);

/// <summary>Computes layouts by the rules of the System V ABI, which BPF follows (clang's RecordLayoutBuilder).</summary>
internal sealed class CLayouts(Btf types)
{
    private readonly Dictionary<int, CLayout> _layouts = [];

    public CLayout Of(int id, BtfComposite composite, int depth = 0)
    {
        if (!_layouts.TryGetValue(id, out CLayout? layout))
        {
            layout = composite.IsUnion ? OfUnion(composite, depth) : TryStruct(composite, isPacked: false, depth) ?? TryStruct(composite, isPacked: true, depth)
                ?? throw new BtfFormatException($"BTF type {id} ('{composite.Name}') has members that no struct in C can have there.", 0);
            _layouts[id] = layout;
        }
        return layout;
    }

    /// <summary>Alignment of a type in bytes, as it is written.</summary>
    public uint AlignmentOf(int id, int depth = 0)
    {
        for (; depth <= Btf.MaxDepth; depth++)
        {
            id = types.SkipModifiers(id);
            switch (types[id])
            {
                case BtfComposite composite:
                    return Of(id, composite, depth + 1).Alignment;
                case BtfArray array:
                    id = array.ElementId;
                    break;
                case BtfInt number:
                    return (uint)number.SizeInBytes;
                case BtfFloat number:
                    return number.SizeInBytes == 12 ? 4u : (uint)number.SizeInBytes;
                case BtfEnum values:
                    return (uint)values.SizeInBytes;
                case BtfPointer:
                    return sizeof(ulong);
                default:
                    return 1;
            }
        }
        throw new BtfFormatException($"BTF type {id} is more than {Btf.MaxDepth} steps deep.", 0);
    }

    private CLayout OfUnion(BtfComposite union, int depth)
    {
        uint alignment = 1;
        ulong content = 0;
        foreach (BtfMember member in union.Members)
        {
            alignment = Math.Max(alignment, AlignmentOf(member.TypeId, depth));
            content = Math.Max(content, member.BitFieldSize != 0 ? (member.BitFieldSize + 7u) / 8 : types.SizeOf(member.TypeId));
        }
        bool isPacked = union.SizeInBytes % alignment != 0;
        uint written = isPacked ? 1 : alignment, forced = 0;
        while (RoundUp(content, written) < union.SizeInBytes && written < 1 << 16)
            forced = written *= 2;
        return new(isPacked, written, forced, []);
    }

    private CLayout? TryStruct(BtfComposite composite, bool isPacked, int depth)
    {
        var gaps = ImmutableArray.CreateBuilder<CGap>(composite.Members.Length + 1);
        uint alignment = 1;
        ulong end = 0; // first bit behind what is laid out
        foreach (BtfMember member in composite.Members)
        {
            uint aligned = isPacked ? 1 : AlignmentOf(member.TypeId, depth);
            alignment = Math.Max(alignment, aligned);
            ulong place, size;
            if (member.BitFieldSize == 0)
            {
                (place, size) = (RoundUp(end, aligned * 8), types.SizeOf(member.TypeId) * 8ul);
                if (member.OffsetInBits % (aligned * 8) != 0)
                    return null;
            }
            else
            {
                ulong unit = types.SizeOf(member.TypeId) * 8ul;
                size = member.BitFieldSize;
                place = !isPacked && end % unit + size > unit ? RoundUp(end, unit) : end;
                if (!isPacked && member.OffsetInBits % unit + size > unit)
                    return null;
            }
            if (member.OffsetInBits < end)
                return null;
            gaps.Add(member.OffsetInBits == place ? default : new(end, member.OffsetInBits));
            end = member.OffsetInBits + size;
        }
        ulong total = composite.SizeInBytes * 8ul;
        if (composite.SizeInBytes % alignment != 0 || end > total)
            return null;
        gaps.Add(RoundUp(end, alignment * 8) == total ? default : new(end, total));
        return new(isPacked, alignment, 0, gaps.MoveToImmutable());
    }

    private static ulong RoundUp(ulong value, ulong unit) => (value + unit - 1) / unit * unit;
}
