using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>The answer to a relocation's question.</summary>
/// <param name="Value">The number to put into the instruction.</param>
/// <param name="IsExact">Whether a compiler must have come to the same number for the same types; not so for bit-fields, of which the
/// compiler chooses how to load them, and for ids, which linking changes.</param>
/// <param name="AccessSizeInBytes">Size of the field as a load sees it; 0 where no load follows from it.</param>
/// <param name="AccessTypeId">The field's type, or its element's for an array.</param>
/// <remarks>The rules are those of <c>bpf_core_calc_relo</c>, tools/lib/bpf/relo_core.c.</remarks>
internal readonly record struct CoreValue(ulong Value, bool IsExact = true, uint AccessSizeInBytes = 0, int AccessTypeId = 0)
{
    /// <summary>Answers for one BTF.</summary>
    /// <param name="kind">The question.</param>
    /// <param name="access">Where the path leads there; null if nowhere.</param>
    /// <param name="error">Why there is no answer although the path leads somewhere; else null.</param>
    /// <returns>The answer; null if there is none.</returns>
    public static CoreValue? Of(CoreRelocationKind kind, CoreAccess? access, out string? error)
    {
        error = null;
        switch (kind)
        {
            case CoreRelocationKind.FieldExists or CoreRelocationKind.TypeExists or CoreRelocationKind.TypeMatches or CoreRelocationKind.EnumValueExists:
                return new(access is null ? 0u : 1u);
            case CoreRelocationKind.TargetTypeId:
                return new((ulong)(access?.RootId ?? 0), IsExact: false);
            case CoreRelocationKind.TypeSize:
                if (access is null)
                    return new(0);
                if (access.Types.Btf.TrySizeOf(access.RootId, out uint size))
                    return new(size);
                error = $"{access.Types.Describe(access.RootId)} has no size";
                return null;
        }
        if (access is null)
            return null;
        if (kind == CoreRelocationKind.EnumValue)
            return new((ulong)((BtfEnum)access.Types[access.Steps[0].TypeId]).Values[access.Steps[0].Index].Value);
        return access.Steps[^1].Name is null ? OfElement(kind, access, out error) : OfMember(kind, access, out error);
    }

    private static CoreValue? OfElement(CoreRelocationKind kind, CoreAccess access, out string? error)
    {
        error = null;
        int type = access.Steps[^1].TypeId;
        if (kind is not (CoreRelocationKind.FieldByteOffset or CoreRelocationKind.FieldByteSize))
            error = $"the question {kind} can't be asked about an array's element";
        else if (!access.Types.Btf.TrySizeOf(type, out uint size))
            error = $"{access.Types.Describe(type)} has no size";
        else
            return kind == CoreRelocationKind.FieldByteSize ? new(size) : new(access.BitOffset / 8, AccessSizeInBytes: size, AccessTypeId: type);
        return null;
    }

    private static CoreValue? OfMember(CoreRelocationKind kind, CoreAccess access, out string? error)
    {
        CoreTypes types = access.Types;
        CoreStep last = access.Steps[^1];
        BtfMember member = ((BtfComposite)types[last.TypeId]).Members[last.Index];
        int type = types.SkipModifiers(member.TypeId);
        if (!types.Btf.TrySizeOf(type, out uint size))
        {
            error = $"{types.Describe(type)} has no size";
            return null;
        }
        error = null;
        uint offset = access.BitOffset / 8;
        uint bits = size * 8;
        bool isBitField = member.BitFieldSize > 0;
        if (isBitField)
        {
            bits = member.BitFieldSize;
            if (!TryFindUnit(access.BitOffset, bits, ref size, out offset))
            {
                error = "the bit-field can't be read by one load of up to 8 bytes";
                return null;
            }
        }
        switch (kind)
        {
            case CoreRelocationKind.FieldByteOffset:
                if (isBitField)
                    return new(offset, IsExact: false);
                int element = types.ElementOf(type);
                return new(offset, AccessSizeInBytes: types.Btf.TrySizeOf(element, out uint elementSize) ? elementSize : size, AccessTypeId: element);
            case CoreRelocationKind.FieldByteSize:
                return new(size, !isBitField);
            case CoreRelocationKind.FieldSigned:
                return new(types[type] is BtfInt { Encoding: var encoding } && encoding.HasFlag(BtfIntEncoding.Signed) || types[type] is BtfEnum { IsSigned: true } ? 1u : 0);
            case CoreRelocationKind.FieldLeftShift: // up to the top of 64 bits
                uint below = access.BitOffset - offset * 8;
                return new(types.Btf.IsBigEndian ? (8 - size) * 8 + below : 64 - (below + bits), !isBitField);
            case CoreRelocationKind.FieldRightShift:
                return new(64 - bits);
            default:
                error = $"the question {(int)kind} is unknown";
                return null;
        }
    }

    // The smallest aligned unit, from the declared type's size up, that has all bits of a bit-field.
    private static bool TryFindUnit(uint bitOffset, uint bits, ref uint size, out uint offset)
    {
        offset = 0;
        for (; size is > 0 and <= 8; size *= 2)
        {
            offset = bitOffset / 8 / size * size;
            if (bitOffset + bits - offset * 8 <= size * 8)
                return true;
        }
        return false;
    }
}
