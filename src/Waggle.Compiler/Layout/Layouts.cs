using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Waggle.Compiler.Layout;

/// <summary>Computes layouts by the rules of ECMA-335 II.10.7 as the runtime applies them on x86-64. Thread-safe.</summary>
/// <remarks>Structs with references (ref structs of the language surface) get a sequential layout too: they exist only while
/// compiling, so it need not be the runtime's.</remarks>
internal static class Layouts
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    private static readonly ConcurrentDictionary<Type, TypeLayout> s_known = new();

    internal static TypeLayout Of(Type type)
    {
        if (s_known.TryGetValue(type, out TypeLayout? layout)) return layout;
        layout = Compute(type);
        s_known[type] = layout;
        return layout;
    }

    internal static int SizeOf(Type type) => Of(type).Size;

    private static TypeLayout Compute(Type type)
    {
        if (type.IsEnum) type = type.GetEnumUnderlyingType();
        if (type.IsByRef || type.IsPointer || type.IsFunctionPointer || !type.IsValueType) return Scalar(type, LayoutForm.Address, 8, false);
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean or TypeCode.Byte => Scalar(type, LayoutForm.Integer, 1, false),
            TypeCode.SByte => Scalar(type, LayoutForm.Integer, 1, true),
            TypeCode.Char or TypeCode.UInt16 => Scalar(type, LayoutForm.Integer, 2, false),
            TypeCode.Int16 => Scalar(type, LayoutForm.Integer, 2, true),
            TypeCode.UInt32 => Scalar(type, LayoutForm.Integer, 4, false),
            TypeCode.Int32 => Scalar(type, LayoutForm.Integer, 4, true),
            TypeCode.UInt64 => Scalar(type, LayoutForm.Integer, 8, false),
            TypeCode.Int64 => Scalar(type, LayoutForm.Integer, 8, true),
            TypeCode.Single => Scalar(type, LayoutForm.Float, 4, true),
            TypeCode.Double => Scalar(type, LayoutForm.Float, 8, true),
            _ when type == typeof(nint) => Scalar(type, LayoutForm.Integer, 8, true),
            _ when type == typeof(nuint) => Scalar(type, LayoutForm.Integer, 8, false),
            _ => Composite(type),
        };
    }

    private static TypeLayout Scalar(Type type, LayoutForm form, int size, bool signed) =>
        new() { Type = type, Form = form, Size = size, Alignment = size, IsSigned = signed };

    private static TypeLayout Composite(Type type)
    {
        FieldInfo[] fields = type.GetFields(Instance);
        Array.Sort(fields, (a, b) => a.MetadataToken.CompareTo(b.MetadataToken)); // declaration order
        if (type.GetCustomAttribute<InlineArrayAttribute>() is { } array)
        {
            TypeLayout element = Of(fields[0].FieldType);
            return new TypeLayout
            {
                Type = type,
                Form = LayoutForm.Array,
                Size = element.Size * array.Length,
                Alignment = element.Alignment,
                Element = element,
                Length = array.Length,
            };
        }

        StructLayoutAttribute? said = type.StructLayoutAttribute;
        int pack = said is { Pack: > 0 } ? said.Pack : 8;
        bool isExplicit = said?.Value == LayoutKind.Explicit;
        var placed = new FieldLayout[fields.Length];
        int end = 0, alignment = 1;
        for (int i = 0; i < fields.Length; i++)
        {
            TypeLayout layout = Of(fields[i].FieldType);
            int align = Math.Min(layout.Alignment, pack);
            int offset = isExplicit ? fields[i].GetCustomAttribute<FieldOffsetAttribute>()!.Value : Align(end, align);
            placed[i] = new FieldLayout(fields[i], i, offset, layout);
            end = Math.Max(end, offset + layout.Size);
            alignment = Math.Max(alignment, align);
        }

        return new TypeLayout
        {
            Type = type,
            Form = LayoutForm.Struct,
            Size = Math.Max(Math.Max(Align(end, alignment), said?.Size ?? 0), 1),
            Alignment = alignment,
            Fields = placed,
        };
    }

    internal static int Align(int value, int alignment) => (value + alignment - 1) / alignment * alignment;
}
