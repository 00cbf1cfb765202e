namespace Waggle.CSharp;

/// <summary>Says of a delegate how the kernel calls it back.</summary>
[AttributeUsage(AttributeTargets.Delegate)]
public sealed class CallbackAttribute : Attribute
{
    /// <summary>Which of the kernel's arguments is the first parameter: 1 where the kernel passes the map first.</summary>
    public int FirstArgument { get; init; }
}
