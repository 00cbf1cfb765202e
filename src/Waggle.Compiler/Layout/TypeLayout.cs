using System.Reflection;

namespace Waggle.Compiler.Layout;

/// <summary>Size, alignment and fields of a type, as the runtime lays it out on x86-64.</summary>
internal sealed class TypeLayout
{
    private Piece[]? _pieces;

    internal required Type Type { get; init; }

    internal required LayoutForm Form { get; init; }

    internal required int Size { get; init; }

    internal required int Alignment { get; init; }

    internal bool IsSigned { get; init; }

    internal FieldLayout[] Fields { get; init; } = [];

    /// <summary>Element of an inline array.</summary>
    internal TypeLayout? Element { get; init; }

    /// <summary>Number of elements of an inline array.</summary>
    internal int Length { get; init; }

    internal bool IsScalar => Form is LayoutForm.Integer or LayoutForm.Address or LayoutForm.Float;

    internal FieldLayout Find(FieldInfo field)
    {
        foreach (FieldLayout candidate in Fields)
        {
            if (candidate.Field.MetadataToken == field.MetadataToken && candidate.Field.Module == field.Module) return candidate;
        }

        throw new ArgumentException($"{Type} has no field {field}.", nameof(field));
    }

    /// <summary>How a value is copied: one piece for each scalar, arrays in the widest pieces that keep alignment. Padding is left out.</summary>
    internal ReadOnlySpan<Piece> Pieces
    {
        get
        {
            if (_pieces is null)
            {
                var pieces = new List<Piece>();
                Collect(this, 0, pieces);
                pieces.Sort((a, b) => a.Offset != b.Offset ? a.Offset.CompareTo(b.Offset) : b.Size.CompareTo(a.Size));
                RemoveOverlaps(pieces);
                _pieces = [.. pieces];
            }

            return _pieces;
        }
    }

    private static void Collect(TypeLayout layout, int offset, List<Piece> pieces)
    {
        if (layout.IsScalar)
        {
            pieces.Add(new Piece(offset, layout.Size));
        }
        else if (layout.Form == LayoutForm.Array)
        {
            if (layout.Element!.Form == LayoutForm.Struct)
            {
                for (int i = 0; i < layout.Length; i++) Collect(layout.Element, offset + i * layout.Element.Size, pieces);
                return;
            }

            Split(offset, layout.Size, pieces);
        }
        else if (layout.Fields.Length == 0)
        {
            Split(offset, layout.Size, pieces); // bytes without a name: the data of a UTF-8 literal
        }
        else
        {
            foreach (FieldLayout field in layout.Fields) Collect(field.Layout, offset + field.Offset, pieces);
        }
    }

    private static void Split(int offset, int size, List<Piece> pieces)
    {
        for (int end = offset + size; offset < end;)
        {
            int width = 8;
            while (offset % width != 0 || offset + width > end) width /= 2;
            pieces.Add(new Piece(offset, width));
            offset += width;
        }
    }

    private static void RemoveOverlaps(List<Piece> pieces)
    {
        int end = 0;
        for (int i = 0; i < pieces.Count; i++)
        {
            Piece piece = pieces[i];
            if (piece.Offset >= end)
            {
                end = piece.Offset + piece.Size;
                continue;
            }

            pieces.RemoveAt(i--); // a union: the wider member, which sorts first, covers it or its head
            for (int at = end; at < piece.Offset + piece.Size; at++)
            {
                pieces.Insert(++i, new Piece(at, 1));
                end = at + 1;
            }
        }
    }
}
