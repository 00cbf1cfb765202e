using Microsoft.CodeAnalysis;
using Waggle.Trace.Language;

namespace Waggle.Trace.Generation;

/// <summary>How a value is kept in maps and records: a multiple of eight bytes, so that nothing has padding.</summary>
/// <param name="Kind">What it means.</param>
/// <param name="Type">Its type in the generated C#.</param>
/// <param name="Size">Its size in bytes.</param>
public sealed record ValueShape(ValueKind Kind, string Type, int Size)
{
    internal static ValueShape Signed { get; } = new(ValueKind.Signed, "long", 8);

    internal static ValueShape Unsigned { get; } = new(ValueKind.Unsigned, "ulong", 8);

    internal static ValueShape LongText { get; } = new(ValueKind.Text, "Text256", 256);

    private bool IsView { get; init; }

    /// <summary>The shape for values of a type; null if they can't be kept.</summary>
    internal static ValueShape? Of(ITypeSymbol? type)
    {
        if (type is INamedTypeSymbol { EnumUnderlyingType: { } underlying }) type = underlying;
        switch (type?.SpecialType)
        {
            case SpecialType.System_SByte or SpecialType.System_Int16 or SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_IntPtr:
                return Signed;
            case SpecialType.System_Byte or SpecialType.System_UInt16 or SpecialType.System_UInt32 or SpecialType.System_UInt64 or SpecialType.System_UIntPtr:
                return Unsigned;
            case SpecialType.System_Boolean:
                return new(ValueKind.Boolean, "long", 8);
            case SpecialType.System_Char:
                return new(ValueKind.Character, "long", 8);
        }

        return type?.Name switch
        {
            "Comm" or "Text16" => new(ValueKind.Text, type.Name, 16),
            "Text32" => new(ValueKind.Text, type.Name, 32),
            "Text64" => new(ValueKind.Text, type.Name, 64),
            "Text128" => new(ValueKind.Text, type.Name, 128),
            "Text256" or "FilePath" => new(ValueKind.Text, type.Name, 256),
            nameof(KernelStack) => new(ValueKind.KernelStack, type.Name, 8),
            nameof(UserStack) => new(ValueKind.UserStack, type.Name, 16),
            nameof(HookName) => new(ValueKind.HookName, type.Name, 8),
            nameof(KernelAddress) => new(ValueKind.KernelAddress, type.Name, 8),
            _ when type is { TypeKind: TypeKind.Struct, ContainingNamespace.IsGlobalNamespace: true } && type.GetMembers("Address").Length > 0 =>
                new ValueShape(ValueKind.Unsigned, "ulong", 8) { IsView = true },
            _ => null,
        };
    }

    /// <summary>The C# that turns an expression into this.</summary>
    internal string Convert(string expression) => Kind switch
    {
        _ when IsView => $"({expression}).Address",
        ValueKind.Signed or ValueKind.Character => $"(long)({expression})",
        ValueKind.Unsigned => $"(ulong)({expression})",
        ValueKind.Boolean => $"(({expression}) ? 1L : 0L)",
        _ => expression,
    };
}
