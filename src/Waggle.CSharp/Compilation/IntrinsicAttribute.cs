namespace Waggle.CSharp;

/// <summary>Declares that the compiler knows what a method means; its body is for plain C# only.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class IntrinsicAttribute : Attribute;
