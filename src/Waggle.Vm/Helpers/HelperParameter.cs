using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Maps;
using static Waggle.Bpf.Catalog.ArgumentTraits;

namespace Waggle.Vm.Helpers;

/// <summary>A parameter of a method that is to be a helper.</summary>
/// <param name="Kind">How it comes out of registers.</param>
/// <param name="Type">Its type; of a reference what it refers to, of an enum the integer.</param>
/// <param name="Arguments">The registers that it takes.</param>
/// <param name="Problem">Why it can't be one, as half a sentence; null if it can.</param>
internal sealed record HelperParameter(HelperParameterKind Kind, Type Type, ImmutableArray<HelperArgument> Arguments, string? Problem = null)
{
    internal int RegisterCount => Arguments.Length;

    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Asked only where the process can compile at run time.")]
    internal static HelperParameter Of(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        if (type == typeof(VmCall)) return new(HelperParameterKind.Call, type, []);
        if (type == typeof(LiveMap)) return new(HelperParameterKind.Map, type, [new(ArgumentKind.Map)]);
        if (type == typeof(ReadOnlySpan<byte>)) return new(HelperParameterKind.Span, type, [new(ArgumentKind.Memory, Reads), new(ArgumentKind.Size, MayBeZero)]);
        if (type == typeof(Span<byte>)) return new(HelperParameterKind.Span, type, [new(ArgumentKind.Memory, Reads | Writes), new(ArgumentKind.Size, MayBeZero)]);
        if (AsInteger(type) is { } integer) return new(HelperParameterKind.Number, integer, [new(ArgumentKind.Anything)]);
        if (!type.IsByRef || type.GetElementType() is not { } target || SizeOf(target) is not { } size)
        {
            return new(HelperParameterKind.Call, type, [],
                $"parameter '{parameter.Name}' is a {type.Name}; there are integers, spans of bytes, references to unmanaged values, LiveMap and VmCall");
        }

        ArgumentTraits access = parameter.IsOut ? Writes : parameter.IsIn ? Reads : Reads | Writes;
        return new(HelperParameterKind.Reference, target, [new(ArgumentKind.Memory, access, size)]);
    }

    internal static bool IsReturnable(Type type) => type == typeof(void) || AsInteger(type) is not null;

    /// <summary>The integer that a type is in a register; null if it is none.</summary>
    internal static Type? AsInteger(Type type)
    {
        if (type.IsEnum) type = type.GetEnumUnderlyingType();
        return Type.GetTypeCode(type) is >= TypeCode.Boolean and <= TypeCode.UInt64 && type.IsPrimitive || type == typeof(nint) || type == typeof(nuint) ? type : null;
    }

    [RequiresDynamicCode("Asks a generic method for the size of a type.")]
    [UnconditionalSuppressMessage("Trimming", "IL2060", Justification = "The method has no constraints that ask for members.")]
    private static int? SizeOf(Type type)
    {
        if (!type.IsValueType || type.IsByRefLike) return null;
        MethodInfo measure = typeof(HelperParameter).GetMethod(nameof(Measure), BindingFlags.Static | BindingFlags.NonPublic)!;
        return (int)measure.MakeGenericMethod(type).Invoke(null, null)! is > 0 and var size ? size : null;
    }

    private static int Measure<T>() => RuntimeHelpers.IsReferenceOrContainsReferences<T>() ? 0 : Unsafe.SizeOf<T>();
}
