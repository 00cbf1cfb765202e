namespace Waggle.Bpf.Objects;

/// <summary>What a name stands for that the kernel has and the object only asks for.</summary>
public enum ExternKind
{
    /// <summary>A value of the kernel's configuration, or what a loader knows of the kernel (<c>__kconfig</c>).</summary>
    Configuration,

    /// <summary>The address of a symbol, without a type (<c>extern const void x __ksym</c>).</summary>
    Address,

    /// <summary>A variable of the kernel with its type (<c>extern const int x __ksym</c>).</summary>
    Variable,

    /// <summary>A function of the kernel (kfunc).</summary>
    Function,
}
