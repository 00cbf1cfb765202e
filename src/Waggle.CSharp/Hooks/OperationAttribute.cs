namespace Waggle.CSharp;

/// <summary>Names the member of the kernel's struct that a member of a <see cref="StructOpsAttribute"/> interface stands for.</summary>
/// <param name="member">Its name, such as "ssthresh".</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class OperationAttribute(string member) : Attribute
{
    /// <summary>Name of the member.</summary>
    public string Member { get; } = member;

    /// <summary>For a text: bytes of the member, the terminating zero among them.</summary>
    public int Size { get; init; }

    /// <summary>Whether the program may sleep.</summary>
    public bool MaySleep { get; init; }
}
