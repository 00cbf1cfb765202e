using System.Runtime.CompilerServices;

namespace Waggle.CSharp;

/// <summary>Asks what the types of the running kernel have (CO-RE), so that one program serves kernels that differ.</summary>
/// <remarks>The answers are put into the program when it is loaded. They are constants to the kernel's verifier, which leaves out what can't
/// be reached: a field may be used behind <see cref="HasField{T}"/> though some kernels lack it. As plain C# the struct's own layout
/// answers.</remarks>
public static class KernelTypes
{
    /// <summary>Whether the kernel has a type.</summary>
    /// <typeparam name="T">A struct or enum with <see cref="KernelTypeAttribute"/>.</typeparam>
    [Intrinsic]
    public static bool Has<T>() where T : unmanaged => true;

    /// <summary>Whether the kernel's type has a field.</summary>
    /// <param name="field">The field of any pointer's value; nothing is read. <c>KernelTypes.HasField(in task.Value.start_boottime)</c></param>
    [Intrinsic]
    public static bool HasField<T>(ref readonly T field) where T : unmanaged => true;

    /// <summary>Size of the kernel's type in bytes.</summary>
    /// <typeparam name="T">A struct or enum with <see cref="KernelTypeAttribute"/>.</typeparam>
    [Intrinsic]
    public static int SizeOf<T>() where T : unmanaged => Unsafe.SizeOf<T>();

    /// <summary>Size in bytes that the kernel's type gives a field.</summary>
    /// <param name="field">The field of any pointer's value; nothing is read.</param>
    [Intrinsic]
    public static int SizeOfField<T>(ref readonly T field) where T : unmanaged => Unsafe.SizeOf<T>();

    /// <summary>Whether the kernel's enumeration has an enumerator of the name that the constant has here.</summary>
    /// <param name="value">A constant of an enum with <see cref="KernelTypeAttribute"/>.</param>
    [Intrinsic]
    public static bool HasValue<T>(T value) where T : unmanaged, Enum => true;

    /// <summary>The number that an enumerator has in the kernel, which may differ from the constant here.</summary>
    /// <param name="value">A constant of an enum with <see cref="KernelTypeAttribute"/>.</param>
    [Intrinsic]
    public static T ValueOf<T>(T value) where T : unmanaged, Enum => value;
}
