namespace Waggle.Trace.Generation;

/// <summary>What the bytes of a key, value or printed item mean.</summary>
public enum ValueKind
{
    /// <summary>A number with a sign, 8 bytes.</summary>
    Signed,

    /// <summary>A number without a sign, 8 bytes.</summary>
    Unsigned,

    /// <summary>0 or 1, 8 bytes.</summary>
    Boolean,

    /// <summary>A UTF-16 unit, 8 bytes.</summary>
    Character,

    /// <summary>Text that ends at a zero.</summary>
    Text,

    /// <summary>Number of a stack of the kernel.</summary>
    KernelStack,

    /// <summary>Number of a stack of a process, and the process.</summary>
    UserStack,

    /// <summary>Number of a hook.</summary>
    HookName,

    /// <summary>An address in the kernel.</summary>
    KernelAddress,
}
