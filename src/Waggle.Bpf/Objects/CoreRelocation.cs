namespace Waggle.Bpf.Objects;

/// <summary>An instruction whose immediate or offset depends on the layout of the running kernel's types.</summary>
/// <param name="InstructionIndex">The instruction to patch.</param>
/// <param name="TypeId">Root type in the object's own BTF.</param>
/// <param name="Access">Path of indices into it, such as "0:2:1": the first index is of an array of the root type.</param>
/// <param name="Kind">What is asked about the path.</param>
/// <remarks>As in section .BTF.ext: <c>struct bpf_core_relo</c>, tools/lib/bpf/relo_core.h.</remarks>
public readonly record struct CoreRelocation(int InstructionIndex, int TypeId, string Access, CoreRelocationKind Kind);

/// <summary>What a CO-RE relocation asks, with the numbers of <c>enum bpf_core_relo_kind</c>.</summary>
public enum CoreRelocationKind
{
    /// <summary>Byte offset of a field.</summary>
    FieldByteOffset = 0,

    /// <summary>Size of a field in bytes.</summary>
    FieldByteSize = 1,

    /// <summary>1 if the field exists.</summary>
    FieldExists = 2,

    /// <summary>1 if the field is signed.</summary>
    FieldSigned = 3,

    /// <summary>Left shift that extracts a bit-field.</summary>
    FieldLeftShift = 4,

    /// <summary>Right shift that extracts a bit-field.</summary>
    FieldRightShift = 5,

    /// <summary>Id of the type in the object's own BTF.</summary>
    LocalTypeId = 6,

    /// <summary>Id of the type in the kernel's BTF.</summary>
    TargetTypeId = 7,

    /// <summary>1 if the type exists.</summary>
    TypeExists = 8,

    /// <summary>Size of the type in bytes.</summary>
    TypeSize = 9,

    /// <summary>1 if the enumerator exists.</summary>
    EnumValueExists = 10,

    /// <summary>Value of the enumerator.</summary>
    EnumValue = 11,

    /// <summary>1 if the types match.</summary>
    TypeMatches = 12,
}

/// <summary>The three families of questions.</summary>
internal static class CoreRelocationKinds
{
    public static bool IsAboutField(this CoreRelocationKind kind) =>
        kind is >= CoreRelocationKind.FieldByteOffset and <= CoreRelocationKind.FieldRightShift;

    public static bool IsAboutType(this CoreRelocationKind kind) =>
        kind is >= CoreRelocationKind.LocalTypeId and <= CoreRelocationKind.TypeSize or CoreRelocationKind.TypeMatches;

    public static bool IsAboutEnum(this CoreRelocationKind kind) =>
        kind is CoreRelocationKind.EnumValueExists or CoreRelocationKind.EnumValue;
}
