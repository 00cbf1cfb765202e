using System.Collections.Immutable;

namespace Waggle.Bpf.Types;

/// <summary>One BTF type. References to other types are ids within the same <see cref="Btf"/>; id 0 is void.</summary>
/// <param name="Name">Name, or "" for an anonymous type.</param>
/// <remarks>Immutable. Source: the kernel's Documentation/bpf/btf.rst and include/uapi/linux/btf.h.</remarks>
public abstract record BtfType(string Name);

/// <summary>Id 0, and what a pointer to nothing in particular points to.</summary>
public sealed record BtfVoid() : BtfType("");

/// <summary>An integer.</summary>
/// <param name="Name">As C spells it, such as "unsigned int".</param>
/// <param name="SizeInBytes">1, 2, 4, 8 or 16.</param>
/// <param name="Encoding">Signed, char, bool or neither.</param>
/// <param name="OffsetInBits">Where the value starts; 0 in all that clang makes.</param>
/// <param name="Bits">Bits of value; differs from the size only in old bit-fields.</param>
public sealed record BtfInt(string Name, int SizeInBytes, BtfIntEncoding Encoding, int OffsetInBits, int Bits) : BtfType(Name)
{
    /// <summary>An integer that fills its bytes.</summary>
    public BtfInt(string name, int sizeInBytes, BtfIntEncoding encoding) : this(name, sizeInBytes, encoding, 0, sizeInBytes * 8)
    {
    }
}

/// <summary>Encoding bits of a <see cref="BtfInt"/>.</summary>
[Flags]
public enum BtfIntEncoding : byte
{
    /// <summary>Unsigned.</summary>
    None = 0,

    /// <summary>Signed.</summary>
    Signed = 1,

    /// <summary>A character.</summary>
    Char = 2,

    /// <summary>A Boolean.</summary>
    Bool = 4,
}

/// <summary>A pointer.</summary>
/// <param name="TargetId">What it points to.</param>
public sealed record BtfPointer(int TargetId) : BtfType("");

/// <summary>An array.</summary>
/// <param name="ElementId">Type of an element.</param>
/// <param name="IndexId">Type of the index.</param>
/// <param name="Count">Number of elements; 0 for a flexible array.</param>
public sealed record BtfArray(int ElementId, int IndexId, uint Count) : BtfType("");

/// <summary>A struct or union.</summary>
/// <param name="Name">Tag, or "".</param>
/// <param name="IsUnion">Whether the members share their place.</param>
/// <param name="SizeInBytes">Size with padding.</param>
/// <param name="Members">Members in order.</param>
public sealed record BtfComposite(string Name, bool IsUnion, uint SizeInBytes, ImmutableArray<BtfMember> Members) : BtfType(Name);

/// <summary>A member of a struct or union.</summary>
/// <param name="Name">Name, or "" for an anonymous struct or union.</param>
/// <param name="TypeId">Its type.</param>
/// <param name="OffsetInBits">Where it starts.</param>
/// <param name="BitFieldSize">Width in bits of a bit-field; 0 for a plain member.</param>
public readonly record struct BtfMember(string Name, int TypeId, uint OffsetInBits, byte BitFieldSize = 0);

/// <summary>An enumeration of 32- or 64-bit values (kinds ENUM and ENUM64).</summary>
/// <param name="Name">Tag, or "".</param>
/// <param name="SizeInBytes">Size of a value.</param>
/// <param name="IsSigned">Whether values are signed.</param>
/// <param name="Is64Bit">Whether the kind is ENUM64 (Linux 6.0).</param>
/// <param name="Values">Enumerators in order.</param>
public sealed record BtfEnum(string Name, int SizeInBytes, bool IsSigned, bool Is64Bit, ImmutableArray<BtfEnumValue> Values) : BtfType(Name);

/// <summary>An enumerator.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value, sign-extended when the enumeration is signed.</param>
public readonly record struct BtfEnumValue(string Name, long Value);

/// <summary>A declaration of a struct, union or enum that is defined elsewhere.</summary>
/// <param name="Name">Tag.</param>
/// <param name="IsUnion">Whether it is a union.</param>
public sealed record BtfForward(string Name, bool IsUnion) : BtfType(Name);

/// <summary>A typedef.</summary>
/// <param name="Name">The new name.</param>
/// <param name="TargetId">What it names.</param>
public sealed record BtfTypedef(string Name, int TargetId) : BtfType(Name);

/// <summary>A qualifier: const, volatile or restrict.</summary>
/// <param name="Qualifier">Which.</param>
/// <param name="TargetId">What it qualifies.</param>
public sealed record BtfQualified(BtfQualifier Qualifier, int TargetId) : BtfType("");

/// <summary>Qualifiers, with their kind numbers.</summary>
public enum BtfQualifier : byte
{
    /// <summary>volatile</summary>
    Volatile = 9,

    /// <summary>const</summary>
    Const = 10,

    /// <summary>restrict</summary>
    Restrict = 11,
}

/// <summary>A function; its signature is a <see cref="BtfFunctionPrototype"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="PrototypeId">Its signature.</param>
/// <param name="Linkage">Static, global or extern.</param>
public sealed record BtfFunction(string Name, int PrototypeId, BtfLinkage Linkage) : BtfType(Name);

/// <summary>Linkage of a function or variable.</summary>
public enum BtfLinkage : byte
{
    /// <summary>Seen in its own unit only.</summary>
    Static = 0,

    /// <summary>Seen by all.</summary>
    Global = 1,

    /// <summary>Defined elsewhere.</summary>
    Extern = 2,
}

/// <summary>A function's signature.</summary>
/// <param name="ReturnId">Type returned.</param>
/// <param name="Parameters">Parameters in order; a last one with no name and type 0 stands for "...".</param>
public sealed record BtfFunctionPrototype(int ReturnId, ImmutableArray<BtfParameter> Parameters) : BtfType("");

/// <summary>A parameter.</summary>
/// <param name="Name">Name, or "".</param>
/// <param name="TypeId">Its type.</param>
public readonly record struct BtfParameter(string Name, int TypeId);

/// <summary>A variable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TypeId">Its type.</param>
/// <param name="Linkage">Static, global or extern.</param>
public sealed record BtfVariable(string Name, int TypeId, BtfLinkage Linkage) : BtfType(Name);

/// <summary>A data section and the variables in it.</summary>
/// <param name="Name">Section name, such as ".maps".</param>
/// <param name="SizeInBytes">Its size.</param>
/// <param name="Variables">Variables in order of offset.</param>
public sealed record BtfDataSection(string Name, uint SizeInBytes, ImmutableArray<BtfSectionVariable> Variables) : BtfType(Name);

/// <summary>A variable's place in a data section.</summary>
/// <param name="VariableId">The <see cref="BtfVariable"/>.</param>
/// <param name="Offset">Byte offset in the section.</param>
/// <param name="SizeInBytes">Its size.</param>
public readonly record struct BtfSectionVariable(int VariableId, uint Offset, uint SizeInBytes);

/// <summary>A floating-point number.</summary>
/// <param name="Name">Such as "double".</param>
/// <param name="SizeInBytes">2, 4, 8, 12 or 16.</param>
public sealed record BtfFloat(string Name, int SizeInBytes) : BtfType(Name);

/// <summary>A tag on a declaration (<c>btf_decl_tag</c>, Linux 5.16).</summary>
/// <param name="Name">The tag's text.</param>
/// <param name="TargetId">What is tagged.</param>
/// <param name="ComponentIndex">Member or parameter, or -1 for the whole.</param>
public sealed record BtfDeclarationTag(string Name, int TargetId, int ComponentIndex) : BtfType(Name);

/// <summary>A tag on a type (<c>btf_type_tag</c>, Linux 5.17).</summary>
/// <param name="Name">The tag's text.</param>
/// <param name="TargetId">What is tagged.</param>
public sealed record BtfTypeTag(string Name, int TargetId) : BtfType(Name);
