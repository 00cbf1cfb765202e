namespace Waggle.Bpf.Maps;

/// <summary>What the bytes of a field mean.</summary>
public enum FieldMeaning
{
    /// <summary>A whole number, a pointer, a Boolean, an enumeration.</summary>
    Integer,

    /// <summary>A floating-point number.</summary>
    Float,

    /// <summary>Something that is not looked into: a union, bit-fields, the rest of a long array.</summary>
    Opaque,
}
