using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Waggle.Bpf.Maps;

/// <summary>Where the fields of an unmanaged type lie in memory.</summary>
/// <remarks>Found by setting each field and looking at which bytes change: that is right for every layout (sequential, explicit,
/// automatic as in tuples), where <c>Marshal.OffsetOf</c> tells of another one, that of marshalled copies. Kept for each type. Thread-safe.</remarks>
public static class ManagedLayout
{
    private static readonly ConcurrentDictionary<Type, LayoutField[]> s_fields = new();

    /// <summary>The numbers in a type, in order of offset.</summary>
    /// <param name="type">An unmanaged type.</param>
    public static IReadOnlyList<LayoutField> Of(Type type) => s_fields.GetOrAdd(type, static t =>
    {
        var fields = new List<LayoutField>();
        Collect(t, "", 0, isReadOnly: false, fields);
        return [.. fields.OrderBy(f => f.Offset)];
    });

    private static void Collect(Type type, string path, int offset, bool isReadOnly, List<LayoutField> fields)
    {
        int size = RuntimeHelpers.SizeOf(type.TypeHandle);
        if (type.IsPrimitive || type.IsEnum || type.IsPointer || type.IsFunctionPointer)
        {
            bool isFloat = type == typeof(float) || type == typeof(double);
            fields.Add(new(path, offset, size, isFloat ? FieldMeaning.Float : FieldMeaning.Integer, type.Name) { IsReadOnly = isReadOnly });
            return;
        }
        if (type == typeof(Half) || type == typeof(decimal) || type == typeof(Guid) || type == typeof(Int128) || type == typeof(UInt128))
        {
            fields.Add(new(path, offset, size, FieldMeaning.Opaque, type.Name) { IsReadOnly = isReadOnly });
            return;
        }
        FieldInfo[] members = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        if (type.GetCustomAttribute<InlineArrayAttribute>() is { } inline)
        {
            CollectElements(members[0].FieldType, inline.Length, path, offset, isReadOnly, fields);
            return;
        }
        foreach (FieldInfo member in members)
        {
            string name = path.Length == 0 ? NameOf(member) : $"{path}.{NameOf(member)}";
            int place = offset + OffsetOf(type, size, member);
            bool isFixed = isReadOnly || member.IsInitOnly;
            if (member.GetCustomAttribute<FixedBufferAttribute>() is { } buffer) CollectElements(buffer.ElementType, buffer.Length, name, place, isFixed, fields);
            else Collect(member.FieldType, name, place, isFixed, fields);
        }
    }

    private static void CollectElements(Type element, int count, string path, int offset, bool isReadOnly, List<LayoutField> fields)
    {
        int size = RuntimeHelpers.SizeOf(element.TypeHandle);
        int seen = Math.Min(count, LayoutField.ElementsLookedAt);
        for (int i = 0; i < seen; i++)
            Collect(element, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), offset + i * size, isReadOnly, fields);
        if (seen < count) fields.Add(new($"{path}[…]", offset + seen * size, (count - seen) * size, FieldMeaning.Opaque, element.Name) { IsReadOnly = isReadOnly });
    }

    private static int OffsetOf(Type type, int size, FieldInfo member)
    {
        object outer = RuntimeHelpers.GetUninitializedObject(type);
        object inner = member.FieldType.IsPointer || member.FieldType.IsFunctionPointer
            ? Pointer(member.FieldType)
            : RuntimeHelpers.GetUninitializedObject(member.FieldType);
        if (!member.FieldType.IsPointer && !member.FieldType.IsFunctionPointer)
            BytesOf(inner, RuntimeHelpers.SizeOf(member.FieldType.TypeHandle)).Fill(member.FieldType == typeof(bool) ? (byte)1 : (byte)0xff);
        member.SetValue(outer, inner);
        return BytesOf(outer, size).IndexOfAnyExcept((byte)0);
    }

    private static unsafe object Pointer(Type type) =>
        type.IsPointer ? System.Reflection.Pointer.Box((void*)-1, type) : (nint)(-1);

    private static Span<byte> BytesOf(object boxed, int size) =>
        System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref Unsafe.As<Box>(boxed).First, size);

    // "<Parent>k__BackingField" is what the compiler calls the field of a property.
    private static string NameOf(FieldInfo field) => field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name;

    // The shape of every object: its first byte stands where a boxed value starts.
    private sealed class Box
    {
        public byte First;
    }
}
