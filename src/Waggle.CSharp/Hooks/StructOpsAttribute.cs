namespace Waggle.CSharp;

/// <summary>Declares that an interface stands for a struct of operations of the kernel (Linux 5.6): a program class that implements it
/// implements them. The class becomes a map of the kind struct_ops with the class's name, registered when it is attached.</summary>
/// <remarks>Members are <c>static abstract</c>, or <c>static virtual</c> for those that the kernel can do without; each has an
/// <see cref="OperationAttribute"/>. A method becomes a BPF program, its parameters as those of a typed tracepoint; a property says what a
/// member of the struct holds, and is asked while the class is compiled.</remarks>
/// <param name="type">Name of the kernel's struct, such as "tcp_congestion_ops".</param>
/// <example><code>[BpfProgram] public abstract class Steady : ITcpCongestionControl { public static string Name =&gt; "steady"; … }</code></example>
[AttributeUsage(AttributeTargets.Interface)]
public sealed class StructOpsAttribute(string type) : Attribute
{
    /// <summary>Name of the kernel's struct.</summary>
    public string KernelType { get; } = type;

    /// <summary>Whether a BPF link registers it (Linux 6.4), which ends when user space closes it; otherwise writing the map does, and deleting its
    /// only element ends it.</summary>
    public bool IsLink { get; init; }
}
