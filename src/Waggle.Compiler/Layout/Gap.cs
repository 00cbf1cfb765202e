namespace Waggle.Compiler.Layout;

/// <summary>Bytes of a struct that no field names.</summary>
/// <param name="After">Path of the field before it.</param>
/// <param name="Offset">Where it starts.</param>
/// <param name="Size">How long it is.</param>
internal readonly record struct Gap(string After, int Offset, int Size)
{
    /// <summary>The first gap in a type, or null.</summary>
    internal static Gap? FindFirst(TypeLayout layout) => Find(layout, 0, "");

    private static Gap? Find(TypeLayout layout, int start, string path)
    {
        if (layout.Form == LayoutForm.Array) return Find(layout.Element!, start, path);
        if (layout.Form != LayoutForm.Struct || layout.Fields.Length == 0) return null;
        FieldLayout[] fields = [.. layout.Fields];
        Array.Sort(fields, (a, b) => a.Offset.CompareTo(b.Offset));
        int end = 0;
        string last = path;
        foreach (FieldLayout field in fields)
        {
            if (field.Offset > end) return new Gap(last, start + end, field.Offset - end);
            last = path.Length == 0 ? field.Field.Name : $"{path}.{field.Field.Name}";
            if (Find(field.Layout, start + field.Offset, last) is { } inner) return inner;
            end = Math.Max(end, field.Offset + field.Layout.Size);
        }

        return end < layout.Size ? new Gap(last, start + end, layout.Size - end) : null;
    }
}
