using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using Waggle.Bpf.Types;
using Waggle.Compiler.Layout;
using Waggle.CSharp;

namespace Waggle.Compiler.Output;

/// <summary>Describes C# types in BTF.</summary>
internal sealed class BtfTypes(BtfBuilder builder)
{
    private readonly Dictionary<Type, int> _ids = [];

    /// <summary>The id of a type as programs hold it.</summary>
    internal int Of(Type type)
    {
        if (_ids.TryGetValue(type, out int id)) return id;
        if (type.IsValueType && !type.IsEnum && type.GetCustomAttribute<KernelTypeAttribute>() is { } kernel)
        {
            id = builder.Reserve();
            _ids[type] = id; // before its fields: a task points to its parent
            builder.Define(id, Struct(kernel.Name, Layouts.Of(type)));
            return id;
        }

        id = builder.Add(Describe(type));
        _ids[type] = id;
        return id;
    }

    private BtfType Describe(Type type)
    {
        TypeLayout layout = Layouts.Of(type);
        if (type.IsEnum && (layout.Size <= 4 || type.IsDefined(typeof(KernelTypeAttribute), false))) return Enum(type, layout);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KernelPointer<>)) return new BtfPointer(Of(type.GetGenericArguments()[0]));
        if (type.IsByRef) return new BtfPointer(Of(type.GetElementType()!));
        return layout.Form switch
        {
            LayoutForm.Integer => Integer(layout),
            LayoutForm.Address => new BtfPointer(0),
            LayoutForm.Float => new BtfFloat(layout.Size == 4 ? "float" : "double", layout.Size),
            LayoutForm.Array => new BtfArray(Of(ElementType(type)), Of(typeof(uint)), (uint)layout.Length),
            _ => Struct(type.GetCustomAttribute<BtfNameAttribute>()?.Name ?? Identifier(type.Name), layout),
        };
    }

    private static BtfInt Integer(TypeLayout layout)
    {
        (string name, BtfIntEncoding encoding) = Type.GetTypeCode(layout.Type) switch
        {
            TypeCode.Boolean => ("bool", BtfIntEncoding.Bool),
            TypeCode.Byte => ("byte", BtfIntEncoding.None),
            TypeCode.SByte => ("sbyte", BtfIntEncoding.Signed),
            TypeCode.Char => ("char", BtfIntEncoding.None),
            TypeCode.Int16 => ("short", BtfIntEncoding.Signed),
            TypeCode.UInt16 => ("ushort", BtfIntEncoding.None),
            TypeCode.Int32 => ("int", BtfIntEncoding.Signed),
            TypeCode.UInt32 => ("uint", BtfIntEncoding.None),
            TypeCode.Int64 => ("long", BtfIntEncoding.Signed),
            TypeCode.UInt64 => ("ulong", BtfIntEncoding.None),
            _ => layout.IsSigned ? ("nint", BtfIntEncoding.Signed) : ("nuint", BtfIntEncoding.None),
        };
        return new BtfInt(name, layout.Size, encoding);
    }

    private static BtfEnum Enum(Type type, TypeLayout layout)
    {
        var values = ImmutableArray.CreateBuilder<BtfEnumValue>();
        foreach (FieldInfo value in type.GetFields(BindingFlags.Public | BindingFlags.Static))
            values.Add(new BtfEnumValue(Identifier(value.Name), unchecked((long)Convert.ToInt64(value.GetRawConstantValue(), null))));
        string name = type.GetCustomAttribute<KernelTypeAttribute>()?.Name ?? Identifier(type.Name);
        return new BtfEnum(name, layout.Size, layout.IsSigned, layout.Size > 4, values.ToImmutable());
    }

    private BtfComposite Struct(string name, TypeLayout layout)
    {
        var members = ImmutableArray.CreateBuilder<BtfMember>(layout.Fields.Length);
        foreach (FieldLayout field in layout.Fields)
            members.Add(new BtfMember(Identifier(field.Field.Name), Of(field.Field.FieldType), (uint)field.Offset * 8));
        return new BtfComposite(name, false, (uint)layout.Size, members.MoveToImmutable());
    }

    private static Type ElementType(Type array) =>
        array.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)[0].FieldType;

    /// <summary>A name that the kernel takes: letters, digits and underscores (<c>btf_name_valid_identifier</c>).</summary>
    internal static string Identifier(string name)
    {
        if (name.StartsWith('<') && name.IndexOf('>') is > 1 and var end) name = name[1..end]; // what stands behind a property
        var text = new StringBuilder(name.Length);
        foreach (char c in name) text.Append(char.IsAsciiLetterOrDigit(c) || c == '_' ? c : '_');
        if (text.Length == 0 || char.IsAsciiDigit(text[0])) text.Insert(0, '_');
        return text.ToString();
    }
}
