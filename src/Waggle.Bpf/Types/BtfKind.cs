namespace Waggle.Bpf.Types;

/// <summary>Kinds of BTF, <c>BTF_KIND_*</c> of include/uapi/linux/btf.h (Linux 6.18).</summary>
internal enum BtfKind
{
    Void = 0,
    Int = 1,
    Pointer = 2,
    Array = 3,
    Struct = 4,
    Union = 5,
    Enum = 6,
    Forward = 7,
    Typedef = 8,
    Volatile = 9,
    Const = 10,
    Restrict = 11,
    Function = 12,
    FunctionPrototype = 13,
    Variable = 14,
    DataSection = 15,
    Float = 16,
    DeclarationTag = 17,
    TypeTag = 18,
    Enum64 = 19,
}

/// <summary>How many bytes follow the common 12 of a type, by kind.</summary>
/// <remarks>Documentation/bpf/btf.rst section 2.2.</remarks>
internal static class BtfKinds
{
    // By kind number: bytes that always follow, bytes for each of the vlen items.
    private static readonly (byte Fixed, byte PerItem)[] s_tails =
    [
        (0, 0), // void is not stored
        (4, 0), // INT: encoding, offset, bits
        (0, 0), // PTR
        (12, 0), // ARRAY: type, index type, count
        (0, 12), // STRUCT: name, type, offset
        (0, 12), // UNION
        (0, 8), // ENUM: name, value
        (0, 0), // FWD
        (0, 0), // TYPEDEF
        (0, 0), // VOLATILE
        (0, 0), // CONST
        (0, 0), // RESTRICT
        (0, 0), // FUNC
        (0, 8), // FUNC_PROTO: name, type
        (4, 0), // VAR: linkage
        (0, 12), // DATASEC: type, offset, size
        (0, 0), // FLOAT
        (4, 0), // DECL_TAG: component index
        (0, 0), // TYPE_TAG
        (0, 12), // ENUM64: name, low, high
    ];

    public static bool IsStored(int kind) => kind > 0 && kind < s_tails.Length;

    public static int TailInBytes(int kind, int items) => s_tails[kind].Fixed + s_tails[kind].PerItem * items;

    /// <summary>Whether a kind is only another spelling of the type behind it.</summary>
    public static bool IsModifier(BtfKind kind) =>
        kind is BtfKind.Typedef or BtfKind.Volatile or BtfKind.Const or BtfKind.Restrict or BtfKind.TypeTag;
}
