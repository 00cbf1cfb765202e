namespace Waggle.CSharp;

/// <summary>Declares that a field of a <see cref="KernelTypeAttribute"/> struct is a bit-field in the kernel, or may be one.</summary>
/// <remarks>Where its bits are is found when the program is loaded (CO-RE), so it may be a plain number on some kernels. It is read like any
/// other field, as a whole number of its C# type.</remarks>
[AttributeUsage(AttributeTargets.Field)]
public sealed class BitFieldAttribute : Attribute;
