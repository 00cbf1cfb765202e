namespace Waggle.Trace.Hooks;

/// <summary>Kinds of hooks that a clause can name.</summary>
public enum HookKind
{
    /// <summary>A static tracepoint, by category and name.</summary>
    Tracepoint,

    /// <summary>A tracepoint with the arguments of its function, not its record.</summary>
    RawTracepoint,

    /// <summary>Entry of a kernel function.</summary>
    Kprobe,

    /// <summary>Return of a kernel function.</summary>
    Kretprobe,

    /// <summary>Entry of a kernel function, by BTF.</summary>
    Fentry,

    /// <summary>Return of a kernel function, by BTF: arguments and result.</summary>
    Fexit,

    /// <summary>Entry of a function of a program or library.</summary>
    Uprobe,

    /// <summary>Return of a function of a program or library.</summary>
    Uretprobe,

    /// <summary>So often in a second on each CPU.</summary>
    Profile,

    /// <summary>An event that the kernel counts.</summary>
    Software,

    /// <summary>An event that the CPU counts.</summary>
    Hardware,

    /// <summary>So often, once for the machine.</summary>
    Interval,

    /// <summary>Once, before all others.</summary>
    Begin,

    /// <summary>Once, after all others.</summary>
    End,
}
